package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clearer evaluate} on two small pictures. */
class EvaluateCommandTest {
  @TempDir Path folder;

  private Path data = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void makePictures() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    output = Files.createDirectory(folder.resolve("output"));
    picture("a", 1);
    picture("b", 2);
    byte[] classes = new byte[64 * 48];
    Arrays.fill(classes, 0, 64 * 24, (byte) 11);
    MapFiles.writeLabels(new LabelMap(64, 48, classes), data.resolve("a_labels.png"));
  }

  private void picture(String name, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] small = new float[16 * 12];
    for (int i = 0; i < small.length; i++) {
      small[i] = (float) random.nextDouble();
    }
    Image image = Resize.bilinear(Image.of(16, 12, small, small, small), 64, 48);
    ImageFiles.write(Picture.of(image), data.resolve(name + ".png"));
  }

  private CommandLineRun run(Object... more) {
    Object[] command = {"evaluate", "--data", data, "--output", output};
    return CommandLineRun.of(OwnPictures.with(command, more));
  }

  private List<String> csv() throws IOException {
    return Files.readAllLines(output.resolve("evaluation.csv"));
  }

  /** The cells of the row of {@code group} and {@code method} in the first table. */
  private static List<String> row(String tables, String group, String method) {
    String start = "| " + group + " | " + method + " |";
    String line = tables.lines().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
  }

  @Test
  void measuresEveryMethodOnBothGroups() throws IOException {
    CommandLineRun run = run();
    assertEquals(0, run.code(), run::err);
    assertEquals(1 + 2 * 2 * 4, csv().size(), "bicubic, Lanczos, model, model with the true blur");
    int columns = csv().get(0).split(",", -1).length;
    assertEquals(17 + 2 * 5, columns);
    for (String line : csv()) {
      assertEquals(columns, line.replaceAll("\"[^\"]*\"", "x").split(",", -1).length, line);
    }
    assertEquals(run.out(), Files.readString(output.resolve("evaluation.md")));
    assertFalse(Files.exists(output.resolve("evaluation-unfinished.csv")));
    assertPage(Files.readString(output.resolve("evaluation.html")));
    List<String> model = row(run.out(), "space-variant", "compact-x4");
    for (int column = 3; column <= 14; column++) {
      // column 5 is NIQE, for which the pictures are too small; 12 is noise, which is not estimated
      boolean none = column == 5 || column == 12;
      assertEquals(none, "–".equals(model.get(column)), model::toString);
      assertTrue(none || Double.isFinite(Double.parseDouble(model.get(column))), model::toString);
    }
    List<String> uniform = row(run.out(), "space-invariant", "compact-x4");
    assertEquals("–", uniform.get(10), "uniform blur has no rank correlation");
    assertTrue(Double.isFinite(Double.parseDouble(uniform.get(11))), "two pictures have one");
    List<String> bicubic = row(run.out(), "space-variant", "bicubic");
    assertEquals("–", bicubic.get(6), "bicubic estimates no blur");
    assertEquals("–", bicubic.get(11), "nor is there a pooled correlation");
    assertEquals("–", bicubic.get(13), "bicubic estimates no classes");
  }

  /** Checks that the page is complete and self-contained. */
  private static void assertPage(String html) {
    assertEquals(3, html.split("<table>", -1).length - 1);
    assertEquals(2 * 2, html.split("<section>", -1).length - 1, "both pictures of both groups");
    int pictures = html.split("src=\"data:image/png;base64,", -1).length - 1;
    assertEquals(html.split("<img ", -1).length - 1, pictures);
    assertEquals(4 * (3 + 1 + 3), pictures, "crops of three methods and the truth, three wholes");
    assertFalse(html.contains("http"), "no other host");
    assertTrue(html.contains("given the true blur") && html.contains("prefers-color-scheme: dark"));
  }

  @Test
  void ensemblesAreMeasuredAndNamed() throws IOException {
    CommandLineRun plain = run("--no-upper-bound", "--pictures", "1");
    CommandLineRun ensemble = run("--no-upper-bound", "--pictures", "1", "--ensemble");
    assertEquals(0, ensemble.code(), ensemble::err);
    String before = row(plain.out(), "space-variant", "compact-x4").get(3);
    String after = row(ensemble.out(), "space-variant", "compact-x4 (ensemble)").get(3);
    assertNotEquals(before, after);
  }

  @Test
  void exportedPicturesGiveTheSameMeasures() throws IOException {
    Path exchange = folder.resolve("exchange");
    CommandLineRun export = CommandLineRun.of("evaluate", "--data", data, "--export", exchange);
    assertEquals(0, export.code(), export::err);
    assertTrue(export.out().contains("4 pictures to restore"), export::out);
    CommandLineRun check = CommandLineRun.of("dataset", "check", exchange);
    assertEquals(0, check.code(), check::err);
    CommandLineRun direct = run("--no-upper-bound");
    data = exchange;
    CommandLineRun exported = run("--no-upper-bound", "--classes", "camvid");
    assertEquals(0, exported.code(), exported::err);
    for (String method : List.of("bicubic", "compact-x4")) {
      List<String> before = row(direct.out(), "space-variant", method);
      List<String> after = row(exported.out(), "space-variant", method);
      assertEquals(before.subList(2, 5), after.subList(2, 5));
      assertEquals(before.get(13), after.get(13), "mIoU");
    }
    CommandLineRun again = run("--export", exchange);
    assertEquals(2, again.code());
    CommandLineRun twice = CommandLineRun.of("evaluate", "--data", data, "--export", exchange);
    assertEquals(2, twice.code());
    assertTrue(twice.err().contains("exists already"), twice::err);
  }

  /** Writes a folder for {@code --results}: copies of the sharp pictures. */
  private Path results(String... groups) throws IOException {
    Path results = folder.resolve("results");
    for (String group : groups) {
      Path to = Files.createDirectories(results.resolve(group));
      for (String name : new String[] {"a", "b"}) {
        Files.copy(data.resolve(name + ".png"), to.resolve(name + ".png"));
      }
    }
    return results;
  }

  @Test
  void resultsOfOtherProgramsAreARow() throws IOException {
    Path results = results("Group1", "Group2");
    CommandLineRun run = run("--results", "Perfect=" + results, "--no-upper-bound");
    assertEquals(0, run.code(), run::err);
    List<String> perfect = row(run.out(), "space-variant", "Perfect");
    assertEquals("∞", perfect.get(3));
    assertEquals("1.0000", perfect.get(4));
    assertEquals("–", perfect.get(14), "no time: it was not run");
    assertFalse(run.out().contains("given the true blur"));
    assertTrue(run.out().contains("0 of 0"), "infinities are not compared");
  }

  @Test
  void aFlatFolderOfResultsIsForOneGroup() throws IOException {
    Path flat = results("");
    CommandLineRun both = run("--results", "Flat=" + flat);
    assertEquals(2, both.code());
    assertTrue(both.err().contains("has no folder Group1"), both::err);
    CommandLineRun one = run("--results", "Flat=" + flat, "--group", "Group2", "--border", "0");
    assertEquals(0, one.code(), one::err);
    assertEquals(1 + 2 * 5, csv().size());
    assertFalse(one.out().contains("| space-variant |"));
    assertTrue(one.out().contains("a border of 0 pixels"), one::out);
  }

  @Test
  void missingResultsAndWrongSizesAreReportedBeforeAnyWork() throws IOException {
    Path results = results("Group1", "Group2");
    Files.delete(results.resolve("Group2/b.png"));
    CommandLineRun missing = run("--results", "Other=" + results);
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("has no picture for b in space-invariant"), missing::err);
    Image small = Image.of(8, 8, new float[64]);
    ImageFiles.write(Picture.of(small), results.resolve("Group2/b.png"));
    CommandLineRun wrongSize = run("--results", "Other=" + results);
    assertEquals(2, wrongSize.code());
    assertTrue(
        wrongSize.err().contains("b.png is 8x8, but the sharp picture is 64x48"), wrongSize::err);
    assertEquals(1, wrongSize.err().lines().count());
    assertFalse(Files.exists(output.resolve("evaluation.csv")));
  }

  @Test
  void methodsHaveNamesAndAControlIsCompared() throws IOException {
    CommandLineRun run =
        run("--model", "mine=compact-x4", "--control", "compact-x4", "--pictures", "1");
    assertEquals(0, run.code(), run::err);
    assertEquals(
        row(run.out(), "space-variant", "mine").get(3),
        row(run.out(), "space-variant", "control").get(3));
    assertTrue(run.out().contains("mine minus another method"), run::out);
    assertTrue(run.out().contains(" dB over control ("), run::out);
    CommandLineRun twice = run("--model", "bicubic=compact-x4");
    assertEquals(2, twice.code());
    assertTrue(twice.err().contains("Two methods are called bicubic"), twice::err);
  }

  @Test
  void anInterruptedEvaluationKeepsItsRowsAndTheEarlierTable() throws IOException {
    Files.writeString(output.resolve("evaluation.csv"), "of an earlier run");
    byte[] whole = Files.readAllBytes(data.resolve("b.png"));
    Files.write(data.resolve("b.png"), Arrays.copyOf(whole, whole.length / 2));
    CommandLineRun run = run("--group", "space-variant");
    assertEquals(2, run.code(), run::err);
    assertTrue(run.err().contains("b.png"), run::err);
    assertEquals(List.of("of an earlier run"), csv());
    List<String> rows = Files.readAllLines(output.resolve("evaluation-unfinished.csv"));
    assertEquals(1 + 4, rows.size(), "all of picture a");
    assertTrue(rows.get(4).startsWith("space-variant,a,\"compact-x4, given the true blur\","));
  }

  @Test
  void mapsOfOtherSizesAreReported() {
    for (String map : new String[] {"b_labels.png", "b_regions.png"}) {
      MapFiles.writeLabels(new LabelMap(8, 8, new byte[64]), data.resolve(map));
      CommandLineRun run = run("--group", "Group2");
      assertEquals(2, run.code(), run::err);
      assertTrue(run.err().contains(map + " is 8x8, but "), run::err);
      assertTrue(run.err().contains("b.png is 64x48: they must have the same size"), run::err);
    }
  }

  @Test
  void builtSetsAreMeasuredWithoutDegradation() throws IOException {
    Path set = folder.resolve("set");
    List<Object> build = new ArrayList<>(List.of("synthesize", "photos", "--images", data));
    build.addAll(List.of("--part", "val", "--max-circle", "13", "--output", set));
    assertEquals(0, CommandLineRun.of(build.toArray()).code());
    data = set;
    CommandLineRun run = run("--no-upper-bound");
    assertEquals(0, run.code(), run::err);
    assertEquals(1 + 2 * 2 * 3, csv().size());
    assertTrue(run.out().contains("after division by 3.00"), "13 px is sigma 3: " + run.out());
    CommandLineRun part = run("--part", "test");
    assertEquals(2, part.code());
    data = set.resolve("val");
    CommandLineRun inside = run();
    assertTrue(inside.err().contains("Use its parent folder"), inside::err);
  }

  @Test
  void refusesInvalidOptions() {
    String[][] bad = {
      {"--border", "11"},
      {"--pictures", "0"},
      {"--group", "Group7"},
      {"--part", "val"},
      {"--classes", "dogs"},
      {"--model", "none.safetensors"},
      {"--results", "Other=" + folder.resolve("nowhere")},
      {"--results", "=" + folder},
    };
    for (String[] options : bad) {
      CommandLineRun run = run((Object[]) options);
      assertEquals(2, run.code(), () -> String.join(" ", options) + run.err());
      assertEquals(1, run.err().lines().count(), run::err);
    }
    output = data.resolve("a.png");
    assertEquals(2, run().code());
  }
}
