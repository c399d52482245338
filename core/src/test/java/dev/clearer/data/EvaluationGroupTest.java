package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.measure.Quality;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationGroupTest {
  @TempDir private static Path root;

  @BeforeAll
  static void copySamples() {
    SamplePictures.copyTo(root);
  }

  private static EvaluationGroup named(String name) {
    return EvaluationGroup.named(name, new EvaluationGroup.Terms(21, null, 0));
  }

  private static TestPicture read(String name, int index) {
    EvaluationGroup group = named(name);
    List<SceneFiles> scenes = SceneFiles.in(root.resolve(SamplePictures.GROUP));
    return new ValidationSet(scenes, List.of(group)).read(group.group(), index);
  }

  @Test
  void groupsDoWhatTheirNamesSay() {
    for (String name :
        List.of("variant", "uniform-x2", "photo", "photo-x2", "photo-x1", "focus", "bicubic")) {
      TestPicture picture = read(name, 1);
      assertEquals(named(name).group().scale(), picture.scale(), name);
      assertEquals(picture.sharp().width(), Objects.requireNonNull(picture.blurMap()).width());
    }
    assertTrue(read("photo", 0).noise() > 0);
    TestPicture focus = read("focus", 1);
    assertTrue(Objects.requireNonNull(focus.blurMap()).greatest() <= 4.1);
    assertTrue(focus.noise() > 0.001 && focus.noise() < 0.02, "noise " + focus.noise());
    TestPicture noise = read("noise", 1);
    assertEquals(0, Objects.requireNonNull(noise.blurMap()).greatest());
    assertTrue(noise.noise() > 0.01);
    TestPicture motion = read("motion", 1);
    assertEquals(0, motion.noise());
    assertTrue(Objects.requireNonNull(motion.blurMap()).at(9, 9) > 0.4);
    TestPicture sharp = read("sharp", 1);
    assertArrayEquals(sharp.sharp().plane(1), sharp.lowResolution().plane(1));
    TestPicture small = read("bicubic", 1);
    assertEquals(0, Objects.requireNonNull(small.blurMap()).greatest());
    assertEquals(sharp.sharp().width(), small.lowResolution().width() * 4);
  }

  @Test
  void aPictureIsTheSameInAnyCompany() {
    List<SceneFiles> scenes = SceneFiles.in(root.resolve(SamplePictures.GROUP));
    EvaluationGroup photo = named("photo");
    TestPicture among = new ValidationSet(scenes, List.of(photo)).read(photo.group(), 3);
    TestPicture other =
        new ValidationSet(scenes, List.of(named("noise"), photo)).read(photo.group(), 3);
    assertArrayEquals(among.lowResolution().plane(0), other.lowResolution().plane(0));
    TestPicture fine = read("photo-x2", 3);
    assertEquals(among.sharp().width(), fine.sharp().width());
    assertTrue(Quality.psnrY(among.sharp(), fine.sharp(), 0) > 90);
  }

  @Test
  void unknownNamesAreRefusedWithAllKnownOnes() {
    InputException error = assertThrows(InputException.class, () -> named("phot"));
    assertEquals(
        "There is no group 'phot': choose from variant, uniform, bicubic, focus, motion, noise,"
            + " photo, sharp, each also with -x1 to -x4.",
        error.getMessage());
    assertThrows(InputException.class, () -> named("photo-x5"));
  }

  /** Numbers are only comparable while these stay as they are. */
  @Test
  void groupsNeverChange() {
    CRC32 sum = new CRC32();
    for (String name : List.of("photo", "photo-x2", "photo-x1", "focus", "noise", "motion")) {
      TestPicture picture = read(name, 1);
      for (int c = 0; c < 3; c++) {
        for (float value : picture.lowResolution().plane(c)) {
          sum.update(Math.round(value * 255));
        }
      }
      for (float sigma : Objects.requireNonNull(picture.blurMap()).sigma()) {
        sum.update(Math.round(sigma * 40));
      }
    }
    assertEquals("fe4966f0", Long.toHexString(sum.getValue()));
  }
}
