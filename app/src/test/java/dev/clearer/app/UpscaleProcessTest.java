package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clearer upscale} in a separate process: with little memory, and interrupted. */
class UpscaleProcessTest {
  @TempDir Path folder;

  @BeforeEach
  void writeModel() {
    Weights.of(new Compact(CompactConfig.standard())).write(folder.resolve("m.safetensors"));
  }

  private Process start(String memory, Path picture, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(memory, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.clearer.app.Main", "upscale", picture.toString()));
    command.addAll(List.of("--model=" + folder.resolve("m.safetensors"), "--precision=f32"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  private Path grey(String name, int width, int height) {
    Path file = folder.resolve(name);
    float[] plane = new float[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i % 97 / 97f;
    }
    ImageFiles.write(Picture.of(Image.of(width, height, plane, plane, plane)), file);
    return file;
  }

  /** The result alone would be 69 MB of floating point. */
  @Test
  void writesResultsLargerThanTheHeap() throws Exception {
    Path picture = grey("tall.png", 128, 2800);
    Process process = start("-Xmx72m", picture, "--memory=60M", "--maps");
    assertEquals(0, process.waitFor(), Files.readString(folder.resolve("log.txt")));
    assertEquals(11_200, ImageFiles.read(folder.resolve("tall_x4.png")).height());
    assertTrue(Files.exists(folder.resolve("tall_x4_blur.png")));
  }

  @Test
  void reportsOutOfMemoryForEachPicture() throws Exception {
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    Path first = grey("first.png", 2000, 1500);
    Files.copy(first, inputs.resolve("second.png"));
    Files.move(first, inputs.resolve("first.png"));
    Path report = folder.resolve("report.csv");
    Process process = start("-Xmx60m", inputs, "--jobs=2", "--report=" + report);
    int code = process.waitFor();
    String text = Files.readString(folder.resolve("log.txt"));
    assertEquals(2, code, text);
    for (String name : List.of("first.png", "second.png")) {
      assertTrue(Files.readString(report).contains(name + ",,failed"), text);
      assertTrue(
          text.lines().anyMatch(line -> line.contains(name) && line.contains("memory")), text);
    }
  }

  @Test
  void anInterruptedRunLeavesNoPartialFile() throws Exception {
    Path picture = grey("long.png", 128, 20_000);
    Set<String> before = names();
    Process process = start("-Xmx1g", picture, "--memory=20M");
    while (process.isAlive() && names().size() < before.size() + 2) {
      Thread.sleep(20);
    }
    assertTrue(process.isAlive(), Files.readString(folder.resolve("log.txt")));
    process.destroy(); // SIGTERM, which Java handles like Ctrl-C
    assertNotEquals(0, process.waitFor());
    Set<String> after = names();
    after.remove("log.txt");
    assertEquals(before, after);
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
