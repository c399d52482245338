package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clearer upscale} on folders, with untrained weights. */
class UpscaleBatchTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model = Path.of("unset");
  private final int threads = Device.threads();
  private Path in = Path.of("unset");
  private Path out = Path.of("unset");

  @BeforeAll
  static void writeModel() {
    model = shared.resolve("untrained.safetensors");
    Weights.of(new Compact(CompactConfig.standard())).write(model);
  }

  @BeforeEach
  void fillFolders() throws IOException {
    in = folder.resolve("in");
    out = Files.createDirectory(folder.resolve("out"));
    for (String name : List.of("one.png", "a/one.png", "a/b/two.png", ".hidden/three.png")) {
      Path file = in.resolve(name);
      Files.createDirectories(file.getParent());
      float[] plane = new float[30];
      plane[name.length()] = 1;
      ImageFiles.write(Picture.of(Image.of(6, 5, plane)), file);
    }
  }

  @AfterEach
  void resetThreads() {
    Device.useThreads(threads);
  }

  private static CommandLineRun upscale(Object... arguments) {
    Stream<Object> all = Stream.of("upscale", "--model=" + model, "--precision=f32");
    return CommandLineRun.of(Stream.concat(all, Stream.of(arguments)).toArray());
  }

  private static List<String> filesIn(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> place.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void resultsOfEarlierRunsAreNotInputs() throws IOException {
    assertEquals(0, upscale(in, "--scale=2", "--format=jpeg", "--maps").code());
    assertEquals(0, upscale(in, "--scale=3", "--format=tiff").code());
    CommandLineRun beside = upscale(in);
    assertEquals(1, beside.out().lines().count(), beside.out());
    CommandLineRun elsewhere = upscale(in, "--output", out);
    assertEquals(1, elsewhere.out().lines().count(), elsewhere.out());
    assertEquals(List.of("one.png"), filesIn(out));
  }

  @Test
  void theReportOverwritesNeitherInputNorResult() throws IOException {
    Path input = in.resolve("one.png");
    byte[] before = Files.readAllBytes(input);
    for (Path report : List.of(input, in.resolve("one_x4.png"), in.resolve("a/../one.png"))) {
      CommandLineRun run = upscale(input, "--report", report);
      assertEquals(2, run.code());
      assertTrue(run.err().contains("Choose another file for --report"), run.err());
    }
    assertArrayEquals(before, Files.readAllBytes(input));
  }

  @Test
  void createsNoFolderForAMissingInput() {
    CommandLineRun run = upscale(folder.resolve("nowhere/a.png"));
    assertEquals(2, run.code());
    assertFalse(Files.exists(folder.resolve("nowhere")));
  }

  @Test
  void createsTheSameSubfolders() throws IOException {
    CommandLineRun run = upscale(in, "--recursive", "--output", out);
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of("a/b/two.png", "a/one.png", "one.png"), filesIn(out));
    assertEquals(3, run.out().lines().count());
  }

  @Test
  void severalJobsGiveTheSameResults() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertEquals(0, upscale(in, "--recursive", "--output", out).code());
    CommandLineRun run = upscale(in, "--recursive", "--output", other, "--jobs", 2);
    assertEquals(0, run.code(), run.err());
    assertEquals(filesIn(out), filesIn(other));
    for (String name : filesIn(out)) {
      assertArrayEquals(
          Files.readAllBytes(out.resolve(name)), Files.readAllBytes(other.resolve(name)), name);
    }
  }

  @Test
  void skipsItsOwnResults() throws IOException {
    assertEquals(0, upscale(in, "--recursive", "--maps").code());
    CommandLineRun again = upscale(in, "--recursive");
    assertEquals(0, again.code(), again.err());
    assertEquals(3, again.out().lines().count(), again.out());
    Path within = Files.createDirectory(in.resolve("large"));
    for (int run = 0; run < 2; run++) {
      CommandLineRun inside = upscale(in, "--recursive", "--output", within);
      assertFalse(inside.out().contains("large/large"), inside.out());
      assertFalse(inside.out().contains("large/one.png:"), inside.out());
    }
  }

  @Test
  void skipsWhatIsFinished() throws IOException {
    assertEquals(0, upscale(in, "--output", out, "--recursive").code());
    Files.delete(out.resolve("a/one.png"));
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(in.resolve("one.png"), later);
    CommandLineRun run = upscale(in, "--output", out, "--recursive", "--skip-finished");
    assertEquals(0, run.code(), run.err());
    assertEquals(2, run.out().lines().count(), run.out());
    assertTrue(run.err().contains("2 done, 1 skipped, 0 failed"), run.err());
    assertTrue(run.err().contains("1 skipped: up to date"), run.err());
    CommandLineRun withMaps =
        upscale(in, "--output", out, "--recursive", "--skip-finished", "--maps");
    assertEquals(3, withMaps.out().lines().count(), "maps are missing, so no picture is finished");
  }

  @Test
  void continuesAfterFailuresAndReportsThemAtTheEnd() throws IOException {
    Files.writeString(in.resolve("bad, \"very\".png"), "these are only words");
    Path report = folder.resolve("report.csv");
    CommandLineRun run = upscale(in, "--output", out, "--report", report);
    assertEquals(2, run.code());
    assertEquals(List.of("one.png"), filesIn(out));
    assertTrue(run.err().contains("1 done, 0 skipped, 1 failed"), run.err());
    List<String> lines = Files.readAllLines(report);
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("input,output,status,"), lines.get(0));
    assertTrue(lines.get(1).startsWith("\"" + in + "/bad, \"\"very\"\".png\",,failed,"));
    assertTrue(
        lines
            .get(2)
            .matches("\\S+one\\.png,\\S+one\\.png,done,6,5,24,20,[\\d.]+,[\\d.]+,[\\d.]+,+"),
        lines.get(2));
  }

  @Test
  void theReportNamesInputsThatAreRefusedBeforeAnyWork() throws IOException {
    Files.copy(in.resolve("one.png"), in.resolve("one.jpg"));
    Path report = folder.resolve("report.csv");
    CommandLineRun run = upscale(in, "--output", out, "--report", report);
    assertEquals(2, run.code());
    List<String> lines = Files.readAllLines(report);
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith(in.resolve("one.jpg") + ",,failed,"), lines.get(1));
    assertTrue(lines.get(2).startsWith(in.resolve("one.png") + ",,failed,"), lines.get(2));
  }
}
