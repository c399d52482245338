package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invalid originals: one sentence with the name of the file. */
class SynthesizeFaultsTest {
  @TempDir Path folder;

  @Test
  void reportsAllInvalidPicturesAtTheEnd() throws IOException {
    OwnPictures.write(folder, "good", 48, 900);
    OwnPictures.write(folder, "hollow", 48, 0);
    OwnPictures.write(folder, "dim", 48, 900);
    MapFiles.writeLabels(
        new LabelMap(48, 48, new byte[48 * 48]), folder.resolve("dim_depth_mm.png"));
    OwnPictures.write(folder, "small", 48, 900);
    MapFiles.writeDepth(
        new DepthMap(2, 1, new float[] {900, 900}), 1, folder.resolve("small_depth_mm.png"));
    OwnPictures.write(folder, "lonely", 48, 900);
    Files.delete(folder.resolve("lonely_depth_mm.png"));
    OwnPictures.write(folder, "torn", 48, 900);
    Files.write(folder.resolve("torn.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Path set = folder.resolve("set");
    Object[] command = {"synthesize", "rgbd", "--images", folder, "--depth", folder, "--output"};
    CommandLineRun run = CommandLineRun.of(OwnPictures.with(command, set, "--keep-going"));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("hollow_depth_mm.png has no known depth"), run::err);
    assertTrue(run.err().contains("dim_depth_mm.png has 8 bits a pixel"), run::err);
    assertTrue(run.err().contains("small_depth_mm.png is 2x1, but"), run::err);
    assertTrue(run.err().contains("lonely.png has no depth map"), run::err);
    assertTrue(run.err().contains("torn.png"), run::err);
    assertEquals(5, run.err().lines().count(), run::err);
    assertTrue(run.out().contains("1 built, 0 kept"), run::out);
    assertEquals(0, CommandLineRun.of("dataset", "check", set).code());
  }

  @Test
  void stopsAtTheFirstInvalidPictureAndLeavesCompletePictures() throws IOException {
    for (int i = 0; i < 6; i++) {
      OwnPictures.write(folder, "p" + i, 48, i == 2 ? 0 : 900);
    }
    Path set = folder.resolve("set");
    CommandLineRun run =
        CommandLineRun.of(
            "synthesize",
            "rgbd",
            "--images",
            folder,
            "--depth",
            folder,
            "--jobs",
            "2",
            "--output",
            set);
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count(), run::err);
    assertTrue(run.err().contains("p2_depth_mm.png has no known depth"), run::err);
    assertFalse(Files.exists(set.resolve("manifest.json")));
    try (var notes = Files.list(set.resolve(".finished"));
        var pictures = Files.list(set.resolve("train/GT"))) {
      assertEquals(notes.count() - 1, pictures.count(), "every started picture was finished");
    }
  }

  @Test
  void refusesATruncatedContainer() throws IOException {
    byte[] whole = Files.readAllBytes(SmallNyuv2.labeled(folder));
    Path cut = folder.resolve("cut.mat");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 3));
    CommandLineRun run =
        CommandLineRun.of("synthesize", "nyuv2", "--labeled", cut, "--output", folder.resolve("s"));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("cut.mat is not a complete NYUv2 container"), run::err);
    assertEquals(1, run.err().lines().count(), run::err);
  }

  @Test
  void refusesPicturesOfTheSameNameAndFoldersWithoutPictures() throws IOException {
    OwnPictures.write(folder, "a", 48, 900);
    Image image = ImageFiles.read(folder.resolve("a.png")).colour();
    ImageFiles.write(Picture.of(image), folder.resolve("a.jpg"));
    Path set = folder.resolve("set");
    CommandLineRun twice =
        CommandLineRun.of("synthesize", "photos", "--images", folder, "--output", set);
    assertEquals(2, twice.code());
    assertTrue(twice.err().contains("a.jpg and a.png have the same name"), twice::err);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandLineRun none =
        CommandLineRun.of("synthesize", "photos", "--images", empty, "--output", set);
    assertTrue(none.err().contains("empty holds no pictures"), none::err);
  }

  @Test
  void reportsErrorsInCityscapes() throws IOException {
    Path root = folder.resolve("cityscapes");
    SmallCityscapes.write(root, 20, 400);
    assertEquals("", cityscapesFault(root));
    SmallCityscapes.write(root, 34, 400);
    assertContains("labelIds.png has the unknown label 34", cityscapesFault(root));
    SmallCityscapes.write(root, 20, 0);
    assertContains("disparity.png has no known depth", cityscapesFault(root));
    SmallCityscapes.write(root, 20, 200);
    assertContains("disparity.png seems to have 8 bits", cityscapesFault(root));
    Path disparity = SmallCityscapes.file(root, "disparity", "_disparity.png");
    MapFiles.writeLabels(new LabelMap(32, 32, new byte[32 * 32]), disparity);
    assertContains("disparity.png has 8 bits a pixel", cityscapesFault(root));
    MapFiles.writeDepth(new DepthMap(2, 1, new float[] {900, 900}), 1, disparity);
    assertContains("disparity.png is 2x1, but", cityscapesFault(root));
    Files.delete(disparity);
    assertContains("disparity.png is missing: unpack Cityscapes' disparity", cityscapesFault(root));
    SmallCityscapes.write(root, 20, 400);
    Files.writeString(SmallCityscapes.file(root, "camera", "_camera.json"), "{}");
    assertContains("camera.json has no positive extrinsic.baseline", cityscapesFault(root));
    Files.delete(SmallCityscapes.file(root, "camera", "_camera.json"));
    assertContains("camera.json is missing", cityscapesFault(root));
    Files.delete(SmallCityscapes.file(root, "gtFine", "_gtFine_labelIds.png"));
    assertContains("labelIds.png is missing: unpack Cityscapes' gtFine", cityscapesFault(root));
    assertContains("has no pictures in leftImg8bit", cityscapesFault(folder.resolve("elsewhere")));
  }

  private static void assertContains(String part, String whole) {
    assertTrue(whole.contains(part), whole);
  }

  private String cityscapesFault(Path root) {
    CommandLineRun run =
        CommandLineRun.of(
            "synthesize", "cityscapes", "--root", root, "--output", folder.resolve("set"));
    assertEquals(run.err().isEmpty() ? 0 : 2, run.code());
    assertTrue(run.err().lines().count() <= 1, run::err);
    return run.err();
  }
}
