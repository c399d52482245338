package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.degrade.GaussianBlur;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings about originals that are out of focus. */
class SynthesizeWarningsTest {
  private static final String SOFT_SET = " originals are soft (sharpness below 0.30";

  @TempDir Path folder;

  private static String warnings(Object... command) {
    CommandLineRun run = CommandLineRun.of(command);
    assertEquals(0, run.code(), run::err);
    return run.err();
  }

  private static void soften(Path file) {
    Image sharp = ImageFiles.read(file).colour();
    ImageFiles.write(Picture.of(GaussianBlur.apply(sharp, 2, 10).image()), file);
  }

  @Test
  void namesEachOwnPicture() throws IOException {
    for (String name : new String[] {"sharp", "soft"}) {
      OwnPictures.write(folder, name, 48, 900);
    }
    soften(folder.resolve("soft.png"));
    Object[] rgbd = {"synthesize", "rgbd", "--images", folder, "--depth", folder, "--output"};
    String warned = warnings(OwnPictures.with(rgbd, folder.resolve("rgbd")));
    assertTrue(
        warned.matches(
            "clearer: warning: soft.png is out of focus \\(sharpness 0.\\d\\d\\)"
                + ": its blur map will be wrong.\\R"),
        warned);
    Object[] photos = {"synthesize", "photos", "--images", folder, "--output"};
    assertEquals(warned, warnings(OwnPictures.with(photos, folder.resolve("photos"))));
  }

  @Test
  void namesTwentyAndCountsTheOthers() throws IOException {
    for (int i = 10; i < 32; i++) {
      OwnPictures.write(folder, "p" + i, 32, 900);
      soften(folder.resolve("p" + i + ".png"));
    }
    String warned =
        warnings("synthesize", "photos", "--images", folder, "--output", folder.resolve("set"));
    assertEquals(21, warned.lines().count(), warned);
    assertTrue(warned.contains("p29.png is out of focus"), warned);
    assertTrue(warned.contains("22 of 22" + SOFT_SET), warned);
  }

  @Test
  void countsPicturesOfPublishedSets() throws IOException {
    Path root = folder.resolve("cityscapes");
    SmallCityscapes.write(root, 20, 400);
    Object[] cityscapes = {"synthesize", "cityscapes", "--root", root, "--output"};
    assertEquals("", warnings(OwnPictures.with(cityscapes, folder.resolve("sharp"))));
    soften(SmallCityscapes.file(root, "leftImg8bit", "_leftImg8bit.png"));
    String soft = warnings(OwnPictures.with(cityscapes, folder.resolve("soft")));
    assertTrue(soft.contains("1 of 1" + SOFT_SET), soft);
    assertEquals(1, soft.lines().count());
  }
}
