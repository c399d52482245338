package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.BlurMap;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real commands, in a temporary folder. */
class SynthesizeTest {
  private static final Path DATA =
      Path.of(System.getProperty("clearer.root", "..")).resolve("../shared/data");

  @TempDir Path folder;

  private record Result(int code, String err) {}

  private static Result run(Object... arguments) {
    StringWriter err = new StringWriter();
    int code =
        ClearerCommand.commandLine()
            .setErr(new PrintWriter(err))
            .setOut(new PrintWriter(new StringWriter()))
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Result(code, err.toString());
  }

  private static Path golden(String path) {
    Path file = DATA.resolve(path);
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(file), () -> file + " is missing");
    }
    return file;
  }

  private Map<String, String> contents(Path set) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(set)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(set.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private void write(String name, int size, int depth) {
    float[] plane = new float[size * size];
    float[] millimetres = new float[size * size];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i / size % 3) / 13f;
      millimetres[i] = depth == 0 || i % 5 == 0 ? 0 : depth + i % size * 20;
    }
    Image image = Image.of(size, size, plane, plane, plane);
    ImageFiles.write(Picture.of(image), folder.resolve(name + ".png"));
    MapFiles.writeDepth(
        new DepthMap(size, size, millimetres), 1, folder.resolve(name + "_depth_mm.png"));
  }

  @Test
  void buildsTheFiveRealPicturesOfNyuv2() throws IOException {
    Path file = golden("nyuv2/nyu_depth_v2_labeled_5.mat");
    Path set = folder.resolve("set");
    assertEquals(0, run("synthesize", "nyuv2", "--labeled", file, "--output", set).code());
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
    assertEquals(0, run("dataset", "check", set).code());
    Files.delete(set.resolve("val/GT/0002.png"));
    Result checked = run("dataset", "check", set);
    assertEquals(2, checked.code());
    assertTrue(checked.err().contains("0002.png is missing"), checked::err);
  }

  @Test
  void buildsCropsOfTheThreeRealPicturesOfCityscapes() throws IOException {
    Path root = golden("cityscapes");
    Path set = folder.resolve("set");
    Result result =
        run(
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
  void sameBytesWithAnyNumberOfJobsAndAfterAnInterruption() throws IOException {
    for (String name : new String[] {"a", "b", "c", "d"}) {
      write(name, 48, 800);
    }
    Path one = folder.resolve("one");
    Path many = folder.resolve("many");
    Object[] command = {
      "synthesize", "rgbd", "--images", folder, "--depth", folder, "--part", "val", "--output"
    };
    assertEquals(0, run(with(command, one)).code());
    assertEquals(0, run(with(command, many, "--jobs", "3")).code());
    assertEquals(contents(one), contents(many));

    Path untouched = many.resolve("val/GT/a.png");
    Object before = Files.getLastModifiedTime(untouched);
    Files.delete(many.resolve("manifest.json"));
    Files.delete(many.resolve(".finished/val-c.json"));
    Files.delete(many.resolve("val/Group2/blur/c.png"));
    assertEquals(0, run(with(command, many)).code());
    assertEquals(contents(one), contents(many));
    assertEquals(before, Files.getLastModifiedTime(untouched));

    Result other = run(with(command, many, "--seed", "2"));
    assertEquals(2, other.code());
    assertTrue(other.err().contains("other parameters"), other::err);
  }

  private static Object[] with(Object[] command, Object... more) {
    return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray();
  }

  @Test
  void reportsEveryBadPictureInTheEnd() throws IOException {
    write("good", 48, 900);
    write("hollow", 48, 0);
    write("dim", 48, 900);
    MapFiles.writeLabels(
        new LabelMap(48, 48, new byte[48 * 48]), folder.resolve("dim_depth_mm.png"));
    write("small", 48, 900);
    MapFiles.writeDepth(
        new DepthMap(2, 1, new float[] {900, 900}), 1, folder.resolve("small_depth_mm.png"));
    write("lonely", 48, 900);
    Files.delete(folder.resolve("lonely_depth_mm.png"));
    Path set = folder.resolve("set");
    Object[] command = {"synthesize", "rgbd", "--images", folder, "--depth", folder};
    Result result = run(with(command, "--output", set, "--keep-going"));
    assertEquals(2, result.code());
    assertTrue(result.err().contains("hollow_depth_mm.png has depth 0"), result::err);
    assertTrue(result.err().contains("small_depth_mm.png is 2x1"), result::err);
    assertTrue(result.err().contains("lonely.png has no depth map"), result::err);
    assertTrue(Files.exists(set.resolve("train/GT/good.png")));
    assertEquals(0, run("dataset", "check", set).code());
    assertEquals(2, run(with(command, "--output", folder.resolve("strict"))).code());
  }

  @Test
  void refusesATruncatedContainer() throws IOException {
    byte[] whole = Files.readAllBytes(golden("nyuv2/nyu_depth_v2_labeled_5.mat"));
    Path cut = folder.resolve("cut.mat");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 3));
    Result result = run("synthesize", "nyuv2", "--labeled", cut, "--output", folder.resolve("s"));
    assertEquals(2, result.code());
    assertTrue(result.err().contains("cut.mat"), result::err);
  }

  @Test
  void drawsDepthForPhotographs() {
    write("photo", 64, 900);
    Path set = folder.resolve("set");
    assertEquals(
        0, run("synthesize", "photos", "--images", folder, "--output", set, "--scale", "2").code());
    assertArrayEquals(
        new int[] {32, 32},
        new int[] {
          ImageFiles.read(set.resolve("train/LRx2/photo.png")).width(),
          ImageFiles.read(set.resolve("train/LRx2/photo.png")).height()
        });
  }
}
