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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStreamTest {
  private static final SampleStream.Settings SETTINGS =
      new SampleStream.Settings(2, 16, 4, 21, 3, 1);

  private static List<List<Scene>> scenes() {
    return List.of(Scene.in(Path.of(System.getProperty("clearer.root"), "samples")));
  }

  @Test
  void samplesFitEachOther() throws Exception {
    try (SampleStream stream = new SampleStream(scenes(), SETTINGS, 0)) {
      for (Sample sample : stream.next()) {
        assertEquals(16, sample.lowResolution().width());
        assertEquals(64, sample.sharp().height());
        assertEquals(64, sample.blurMap().width());
        assertEquals(16, sample.labels().height());
        for (float sigma : sample.blurMap().sigma()) {
          assertTrue(sigma >= 0 && sigma <= 5.0001f, "sigma " + sigma);
        }
      }
    }
  }

  @Test
  void theStreamGoesOnWhereItStopped() throws Exception {
    SampleStream.Settings threaded = new SampleStream.Settings(2, 16, 4, 21, 3, 2);
    try (SampleStream straight = new SampleStream(scenes(), SETTINGS, 0);
        SampleStream later = new SampleStream(scenes(), threaded, 2)) {
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
    try (SampleStream stream = new SampleStream(scenes(), SETTINGS, 0)) {
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
    List<Scene> scenes = scenes().get(0);
    for (TestSet.Group group :
        List.of(TestSet.Group.SPACE_VARIANT, TestSet.Group.SPACE_INVARIANT)) {
      TestPicture once = new ValidationSet(scenes, new Degrader(4, 21)).read(group, 1);
      TestPicture again = new ValidationSet(scenes, new Degrader(4, 21)).read(group, 1);
      assertArrayEquals(once.lowResolution().plane(0), again.lowResolution().plane(0));
      assertEquals(once.lowResolution().width() * 4, once.sharp().width());
    }
  }
}
