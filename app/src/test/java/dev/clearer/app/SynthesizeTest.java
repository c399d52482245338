package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clearer synthesize} in a temporary folder. */
class SynthesizeTest {
  @TempDir Path folder;

  @Test
  void buildsNyuv2FromItsContainer() throws IOException {
    Path set = folder.resolve("set");
    CommandLineRun run =
        CommandLineRun.of(
            "synthesize",
            "nyuv2",
            "--labeled",
            SmallNyuv2.labeled(folder),
            "--classes",
            SmallNyuv2.classes(folder),
            "--splits",
            SmallNyuv2.splits(folder),
            "--output",
            set);
    assertEquals(0, run.code(), run::err);
    assertEquals(List.of("0001.png", "0003.png"), names(set.resolve("val/GT")));
    assertEquals(List.of("0002.png"), names(set.resolve("train/GT")));
    Image sharp = ImageFiles.read(set.resolve("val/GT/0003.png")).colour();
    assertEquals(SmallNyuv2.WIDTH, sharp.width());
    for (int c = 0; c < 3; c++) {
      assertEquals(SmallNyuv2.value(2, c, 50, 7) / 255f, sharp.at(c, 7, 50), 1e-6);
    }
    LabelMap labels = MapFiles.readLabels(set.resolve("train/semseg/0002.png"));
    int width = SmallNyuv2.WIDTH;
    assertEquals(0, labels.classes()[0], "0 is unlabelled");
    assertEquals(3, labels.classes()[20 * width + 10], "raw label 5");
    assertEquals(40, labels.classes()[20 * width + 60], "raw label 894");
    BlurMap blur = MapFiles.readBlur(set.resolve("val/Group1/blur/0001.png"));
    float square = blur.sigma()[24 * width + 30];
    assertTrue(Math.abs(square - blur.sigma()[24 * width + 60]) > 0.5, "blur follows depth");
    assertEquals(0, CommandLineRun.of("dataset", "check", set).code());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void buildsRealPicturesOfNyuv2() throws IOException {
    Optional<Path> real = OwnPictures.real("nyuv2/nyu_depth_v2_labeled_5.mat");
    if (real.isPresent()) {
      buildsFivePicturesOfNyuv2(real.get());
    }
  }

  private void buildsFivePicturesOfNyuv2(Path file) throws IOException {
    Path set = folder.resolve("set");
    CommandLineRun run =
        CommandLineRun.of("synthesize", "nyuv2", "--labeled", file, "--output", set);
    assertEquals(0, run.code());
    assertTrue(run.err().contains("5 of 5 originals are soft"), run::err);
    for (int number = 1; number <= 5; number++) {
      String name = "000" + number + ".png";
      Picture low = ImageFiles.read(set.resolve("val/Group1/LRx4").resolve(name));
      assertEquals(160, low.width());
      assertEquals(120, low.height());
      BlurMap blur = MapFiles.readBlur(set.resolve("val/Group1/blur").resolve(name));
      float largest = 0;
      for (float sigma : blur.sigma()) {
        largest = Math.max(largest, sigma);
      }
      assertEquals(5, largest, 0.06);
      assertEquals(
          blur.width(), MapFiles.readBlur(set.resolve("val/Group2/blur").resolve(name)).width());
    }
    LabelMap labels = MapFiles.readLabels(set.resolve("val/semseg/0003.png"));
    for (int i = 0; i < labels.classes().length; i++) {
      assertTrue((labels.classes()[i] & 0xff) <= 40);
    }
    assertEquals(0, CommandLineRun.of("dataset", "check", set).code());
    Files.delete(set.resolve("val/GT/0002.png"));
    CommandLineRun checked = CommandLineRun.of("dataset", "check", set);
    assertEquals(2, checked.code());
    assertTrue(checked.err().contains("0002.png is missing"), checked::err);
  }

  @Test
  void buildsCropsOfCityscapes() throws IOException {
    Path root = folder.resolve("cityscapes");
    SmallCityscapes.writeFullSize(root, "train", "aachen_000000_000019");
    SmallCityscapes.writeFullSize(root, "val", "lindau_000000_000019");
    Path set = folder.resolve("set");
    CommandLineRun run =
        CommandLineRun.of(
            "synthesize",
            "cityscapes",
            "--root",
            root,
            "--crop",
            "1024x1024",
            "--max-circle",
            "9",
            "--output",
            set);
    assertEquals(0, run.code(), run::err);
    assertEquals(
        List.of("lindau_000000_000019_x0_y0.png", "lindau_000000_000019_x1024_y0.png"),
        names(set.resolve("val/Group2/LRx4")));
    LabelMap labels =
        MapFiles.readLabels(set.resolve("train/semseg/aachen_000000_000019_x1024_y0.png"));
    assertEquals(10, labels.classes()[0] & 0xff, "sky is trained as class 10");
    assertEquals(0, labels.classes()[1024 * 1024 - 1] & 0xff, "road is trained as class 0");
    assertEquals(0, CommandLineRun.of("dataset", "check", set).code());
  }

  @Test
  void buildsCropsOfRealPicturesOfCityscapes() throws IOException {
    Optional<Path> real = OwnPictures.real("cityscapes");
    if (real.isPresent()) {
      buildsCropsOfThreePictures(real.get());
    }
  }

  private void buildsCropsOfThreePictures(Path root) throws IOException {
    Path set = folder.resolve("set");
    CommandLineRun result =
        CommandLineRun.of(
            "synthesize",
            "cityscapes",
            "--root",
            root,
            "--crop",
            "1024x512",
            "--max-circle",
            "9",
            "--output",
            set);
    assertEquals(0, result.code(), result::err);
    try (Stream<Path> train = Files.list(set.resolve("train/GT"));
        Stream<Path> validation = Files.list(set.resolve("val/Group2/LRx4"))) {
      assertEquals(8, train.count());
      assertEquals(4, validation.count());
    }
    LabelMap labels =
        MapFiles.readLabels(set.resolve("train/semseg/aachen_000000_000019_x0_y512.png"));
    int road = 0;
    for (byte label : labels.classes()) {
      assertTrue((label & 0xff) < 19 || (label & 0xff) == 255);
      road += label == 0 ? 1 : 0;
    }
    assertTrue(road > 10_000, "there is a road in front of the car");
  }

  @Test
  void theNumberOfJobsDoesNotChangeTheResult() throws IOException {
    for (String name : new String[] {"a", "b", "c", "d"}) {
      OwnPictures.write(folder, name, 48, 800);
    }
    Path one = folder.resolve("one");
    Path many = folder.resolve("many");
    Object[] command = {
      "synthesize", "rgbd", "--images", folder, "--depth", folder, "--part", "val", "--output"
    };
    assertEquals(0, CommandLineRun.of(OwnPictures.with(command, one)).code());
    assertEquals(0, CommandLineRun.of(OwnPictures.with(command, many, "--jobs", "3")).code());
    assertEquals(OwnPictures.contents(one), OwnPictures.contents(many));
  }

  @Test
  void drawsDepthForPhotographs() {
    OwnPictures.write(folder, "photo", 64, 900);
    Path set = folder.resolve("set");
    assertEquals(
        0,
        CommandLineRun.of(
                "synthesize", "photos", "--images", folder, "--output", set, "--scale", "2")
            .code());
    assertArrayEquals(
        new int[] {32, 32},
        new int[] {
          ImageFiles.read(set.resolve("train/LRx2/photo.png")).width(),
          ImageFiles.read(set.resolve("train/LRx2/photo.png")).height()
        });
  }
}
