package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} on benchmarks of super-resolution: without depth, maps or classes. */
class EvaluateBenchmarkTest {
  private static final Path CONFIGS = Path.of(System.getProperty("clearer.root", ".."), "configs");

  @TempDir Path folder;
  private Path set = Path.of("");

  @BeforeEach
  void writeSharpPictures() {
    set = folder.resolve("Set2");
    for (String name : List.of("a", "b")) {
      write(sharp(name, 50, 41), "Set2/GT/" + name + ".png");
    }
  }

  private void write(Image image, String path) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    ImageFiles.write(Picture.of(image), file);
  }

  private static Image sharp(String name, int width, int height) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    float[] small = new float[16 * 12];
    for (int i = 0; i < small.length; i++) {
      small[i] = (float) random.nextDouble();
    }
    return Resize.bilinear(Image.of(16, 12, small, small, small), width, height);
  }

  private void writeSmall(int scale, String ending) {
    int width = Math.floorDiv(50, scale);
    int height = Math.floorDiv(41, scale);
    for (String name : List.of("a", "b")) {
      Image whole = sharp(name, 50, 41).crop(0, 0, width * scale, height * scale);
      Image small = Resize.bicubic(whole, width, height);
      write(small, "Set2/LRx" + scale + "/" + name + ending + ".png");
    }
  }

  private CommandLineRun run(Object... more) {
    return CommandLineRun.of(OwnPictures.with(new Object[] {"evaluate", "--data", set}, more));
  }

  private String tables(Object... more) {
    CommandLineRun run = run(more);
    assertEquals(0, run.code(), run::err);
    return run.out();
  }

  private static List<String> methods(String tables, String group) {
    return tables
        .lines()
        .takeWhile(line -> !line.startsWith("**PSNR"))
        .filter(line -> line.startsWith("| " + group + " |"))
        .map(line -> line.split("\\|", -1)[2].strip())
        .distinct()
        .toList();
  }

  /** What another program made of the pictures, in one folder. */
  private String results(int width, int height) {
    for (String name : List.of("a", "b")) {
      write(sharp(name, 50, 41).crop(0, 0, width, height), "edsr/" + name + ".png");
    }
    return "EDSR=" + folder.resolve("edsr");
  }

  @Test
  void sharpPicturesAloneAreMadeSmallBicubically() {
    String tables = tables("--results", results(48, 40), "--no-upper-bound");
    assertEquals(
        List.of("bicubic", "Lanczos", "EDSR", "compact-x4"), methods(tables, "plain bicubic x4"));
    assertTrue(tables.contains("| plain bicubic x4 | EDSR | ∞ |"), tables);
  }

  @Test
  void sharpPicturesAloneAreDegradedByARecipe() {
    Object[] recipe = {"--degradation", CONFIGS.resolve("degradation.yml")};
    String tables = tables(OwnPictures.with(recipe, "--results", results(48, 40)));
    assertEquals(
        List.of("bicubic", "Lanczos", "EDSR", "compact-x4", "compact-x4, given the true blur"),
        methods(tables, "recipe x4"));
  }

  @Test
  void pairsAreTakenAsTheyAre() throws IOException {
    writeSmall(4, "");
    Path output = folder.resolve("new/results");
    String tables = tables("--results", results(48, 40), "--output", output);
    assertEquals(
        List.of("bicubic", "Lanczos", "EDSR", "compact-x4"),
        methods(tables, "Set2 x4"),
        "the true blur is unknown");
    assertFalse(tables.contains("true blur is in a band"), tables);
    assertEquals(1 + 4 * 2, Files.readAllLines(output.resolve("evaluation.csv")).size());
    assertTrue(Files.exists(output.resolve("evaluation.html")));
    assertTrue(tables("--pictures", "1", "--groups", "bicubic").contains("plain bicubic x4"));
  }

  @Test
  void pairsMayBeOfSeveralScalesAndNamedByThem() {
    writeSmall(2, "x2");
    writeSmall(4, "x4");
    assertTrue(tables("--pictures", "1").contains("| Set2 x4 | bicubic |"));
    assertTrue(tables("--pictures", "1", "--scale", "2").contains("| Set2 x2 | bicubic |"));
  }

  @Test
  void namesWhatIsWrong() throws IOException {
    refused("edsr/a.png is 50x41, but the sharp picture is 48x40", "--results", results(50, 41));
    writeSmall(4, "");
    refused(
        "has low-resolution pictures: omit --degradation",
        "--degradation",
        CONFIGS.resolve("degradation.yml"));
    refused("has no folder LRx3", "--scale", "3");
    write(sharp("b", 11, 10), "Set2/LRx4/b.png");
    refused("it must be 4 times as large");
    Files.delete(set.resolve("LRx4/b.png"));
    refused("LRx4 has no picture b: add it, or remove it from GT");
    Files.delete(set.resolve("GT/a.png"));
    Files.delete(set.resolve("GT/b.png"));
    refused("GT holds no pictures");
    Files.delete(set.resolve("GT"));
    refused("has low-resolution pictures but no sharp ones: put them into");
    set = folder.resolve("nowhere");
    refused("nowhere is not a folder");
  }

  private void refused(String part, Object... more) {
    CommandLineRun run = run(more);
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count(), run::err);
    assertTrue(run.err().contains(part), run::err);
  }
}
