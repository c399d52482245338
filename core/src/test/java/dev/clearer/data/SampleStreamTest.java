package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStreamTest {
  @TempDir private static Path root;

  @BeforeAll
  static void copySamples() {
    SamplePictures.copyTo(root);
  }

  private static List<SceneFiles> scenes() {
    return SceneFiles.in(root.resolve(SamplePictures.GROUP));
  }

  private static SampleStream stream(int candidates, int threads, long firstStep) {
    FreshData data =
        TestRecipes.data(
            root, candidates, CropShape.of(16, 16), TestRecipes.compact(5, 0.5, 0.3, 0));
    SampleStream.Plan plan =
        new SampleStream.Plan(new SampleStream.Share(2, 0, 2), List.of(4), 3, threads);
    return new SampleStream(data.sources(4), plan, firstStep);
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
    assertThrows(InputException.class, () -> SceneFiles.in(empty));
    assertThrows(InputException.class, () -> SceneFiles.in(empty.resolve("none")));
  }

  @Test
  void validationIsAlwaysAlike() {
    List<SceneFiles> scenes = scenes();
    List<EvaluationGroup> groups =
        List.of(EvaluationGroup.variant(4, 21), EvaluationGroup.uniform(4, 21));
    for (EvaluationGroup chosen : groups) {
      TestSet.Group group = chosen.group();
      TestPicture once = new ValidationSet(scenes, groups).read(group, 1);
      TestPicture again = new ValidationSet(scenes, List.of(chosen)).read(group, 1);
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
}
