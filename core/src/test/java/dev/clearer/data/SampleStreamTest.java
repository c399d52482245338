package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.degrade.GaussianNoise;
import dev.clearer.degrade.Range;
import dev.clearer.image.Quality;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStreamTest {
  @TempDir private static Path root;

  @BeforeAll
  static void copySamples() {
    SamplePictures.copyTo(root);
  }

  private static List<Scene> scenes() {
    return Scene.in(root.resolve(SamplePictures.GROUP));
  }

  private static SampleStream stream(int candidates, int threads, long firstStep) {
    FreshData data =
        new FreshData(
            root.toString(),
            List.of(SamplePictures.GROUP),
            SamplePictures.GROUP,
            21,
            0.5,
            60,
            0.3,
            candidates,
            Wear.NONE,
            CropShape.of(16, 16));
    return new SampleStream(data.sources(4), 2, 3, threads, firstStep);
  }

  @Test
  void samplesFitEachOther() throws Exception {
    try (SampleStream stream = stream(1, 1, 0)) {
      for (Sample sample : stream.next()) {
        assertEquals(16, sample.lowResolution().width());
        assertEquals(64, sample.sharp().height());
        assertEquals(64, sample.blurMap().width());
        assertEquals(64, sample.labels().height());
        for (float sigma : sample.blurMap().sigma()) {
          assertTrue(sigma >= 0 && sigma <= 5.0001f, "sigma " + sigma);
        }
      }
    }
  }

  @Test
  void theStreamGoesOnWhereItStopped() throws Exception {
    try (SampleStream straight = stream(1, 1, 0);
        SampleStream later = stream(1, 2, 2)) {
      straight.next();
      straight.next();
      List<Sample> third = straight.next();
      List<Sample> again = later.next();
      assertArrayEquals(
          third.get(1).lowResolution().plane(2), again.get(1).lowResolution().plane(2));
      assertArrayEquals(third.get(0).blurMap().sigma(), again.get(0).blurMap().sigma());
    }
  }

  @Test
  void everyStepIsAnother() throws Exception {
    try (SampleStream stream = stream(1, 1, 0)) {
      float[] first = stream.next().get(0).sharp().plane(0);
      assertFalse(Arrays.equals(first, stream.next().get(0).sharp().plane(0)));
    }
  }

  @Test
  void aFolderWithoutPicturesIsTheUsersToMend(@TempDir Path empty) {
    assertThrows(InputException.class, () -> Scene.in(empty));
    assertThrows(InputException.class, () -> Scene.in(empty.resolve("none")));
  }

  @Test
  void validationIsAlwaysAlike() {
    List<Scene> scenes = scenes();
    for (TestSet.Group group :
        List.of(TestSet.Group.SPACE_VARIANT, TestSet.Group.SPACE_INVARIANT)) {
      TestPicture once = new ValidationSet(scenes, Degrader.reaching(4, 21)).read(group, 1);
      TestPicture again = new ValidationSet(scenes, Degrader.reaching(4, 21)).read(group, 1);
      assertArrayEquals(once.lowResolution().plane(0), again.lowResolution().plane(0));
      assertEquals(once.lowResolution().width() * 4, once.sharp().width());
    }
  }

  @Test
  void moreCandidatesGiveMoreDetail() throws Exception {
    double gain = meanDetail(6) / meanDetail(1);
    assertTrue(gain > 1.1, "gain " + gain);
  }

  private static double meanDetail(int candidates) throws Exception {
    double sum = 0;
    try (SampleStream stream = stream(candidates, 1, 0)) {
      for (int i = 0; i < 10; i++) {
        for (Sample sample : stream.next()) {
          float[] green = sample.sharp().plane(1);
          for (int k = 1; k < green.length; k++) {
            sum += Math.abs(green[k] - green[k - 1]);
          }
        }
      }
    }
    return sum;
  }

  @Test
  void wearChangesTheLowResolutionPictureOfItsShareOnly() {
    SplittableRandom random = new SplittableRandom(5);
    Scene scene = scenes().get(0);
    SceneReader.Crop crop = new SceneReader(Cells::many).crop(scene, 0, 0, 64, 48);
    Sample clean = Degrader.reaching(1, 21).spaceInvariant(crop.sharp(), crop.labels(), 1);
    Wear wear = new Wear(0.5, List.of(new GaussianNoise(new Range(3, 3))));
    int worn = 0;
    for (int i = 0; i < 40; i++) {
      Sample sample = wear.draw(clean, random);
      assertSame(clean.sharp(), sample.sharp());
      assertSame(clean.blurMap(), sample.blurMap());
      if (!Arrays.equals(clean.lowResolution().plane(0), sample.lowResolution().plane(0))) {
        worn++;
        double error = Quality.psnrY(clean.lowResolution(), sample.lowResolution(), 0);
        assertTrue(error > 35 && error < 45, "noise of 3 levels a colour, not " + error + " dB");
      }
    }
    assertTrue(worn > 8 && worn < 32, worn + " of 40");
    assertSame(clean, Wear.NONE.draw(clean, random));
  }
}
