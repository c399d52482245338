package dev.clearer.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
  enum Precision {
    F32,
    BF16
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Square.class, name = "square"),
    @JsonSubTypes.Type(value = Circle.class, name = "circle")
  })
  sealed interface Shape permits Square, Circle {}

  record Square(int side) implements Shape {
    Square {
      if (side < 1) {
        throw new IllegalArgumentException("side must be at least 1, not " + side);
      }
    }
  }

  record Circle(double radius) implements Shape {}

  record Rate(double rate, List<Integer> steps) {}

  record Experiment(
      String name, Rate optimizer, Precision precision, boolean clip, List<Shape> shapes) {}

  private static final String YAML =
      """
      name: first
      optimizer:
        rate: 1e-4
        steps: [10, 20]
      precision: BF16
      clip: true
      shapes:
      - kind: square
        side: 2
      - kind: circle
        radius: 1.5
      """;

  private static Experiment parse(String yaml, String... overrides) {
    return Configuration.parse(yaml, "a.yml", Experiment.class, List.of(overrides));
  }

  @Test
  void readsRecords() {
    Experiment read = parse(YAML);
    Rate rate = new Rate(1e-4, List.of(10, 20));
    List<Shape> shapes = List.of(new Square(2), new Circle(1.5));
    assertEquals(new Experiment("first", rate, Precision.BF16, true, shapes), read);
  }

  @Test
  void writesWhatItReads() {
    Experiment read = parse(YAML, "name='12'");
    assertEquals(read, parse(Configuration.write(read)));
  }

  @Test
  void overridesKeysListsAndPlaces() {
    Experiment read =
        parse(YAML, "optimizer.rate=3e-5", "optimizer.steps=[7]", "shapes.0.side=9", "clip=false");
    assertEquals(new Rate(3e-5, List.of(7)), read.optimizer());
    assertEquals(new Square(9), read.shapes().get(0));
    assertEquals(false, read.clip());
  }

  @Test
  void readsFilesAndNamesThem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("one.yml");
    Files.writeString(file, YAML);
    assertEquals("first", Configuration.read(file, Experiment.class, List.of()).name());
    Files.writeString(file, YAML + "more: 1\n");
    String message = complaint(() -> Configuration.read(file, Experiment.class, List.of()));
    assertTrue(message.startsWith(file + ": more is not a known key"), message);
    Path missing = folder.resolve("none.yml");
    message = complaint(() -> Configuration.read(missing, Experiment.class, List.of()));
    assertTrue(message.contains("does not exist"), message);
  }

  static List<Arguments> mistakes() {
    return List.of(
        Arguments.of("name: first", "nmae: first", "nmae is not a known key; known here: "),
        Arguments.of("  rate: 1e-4\n", "", "optimizer.rate is missing"),
        Arguments.of("rate: 1e-4", "rate:", "optimizer.rate has no value"),
        Arguments.of("rate: 1e-4", "rate: fast", "optimizer.rate must be a number, not fast"),
        Arguments.of("[10, 20]", "[10, x]", "optimizer.steps.1 must be a whole number, not x"),
        Arguments.of("[10, 20]", "[10, 1.5]", "optimizer.steps.1 must be a whole number"),
        Arguments.of("[10, 20]", "10", "optimizer.steps must be a list"),
        Arguments.of("BF16", "F16", "precision must be one of [F32, BF16], not F16"),
        Arguments.of("BF16", "0", "precision must be one of [F32, BF16]"),
        Arguments.of("clip: true", "clip: 1", "clip must be true or false"),
        Arguments.of("clip: true", "clip: \"true\"", "clip must be true or false"),
        Arguments.of("name: first", "name: 21", "name must be text"),
        Arguments.of("name: first", "name: [a", "this is not YAML: "),
        Arguments.of("side: 2", "side: 0", "shapes.0: side must be at least 1, not 0"),
        Arguments.of("side: 2", "size: 2", "shapes.0.size is not a known key; known here: side"),
        Arguments.of(
            "kind: circle", "kind: oval", "shapes.1: there is no kind oval; known: circle, square"),
        Arguments.of(
            "rate: 1e-4", "rate: 1e-4\n  rate: 2", "optimizer.rate is given twice (line 4)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesWithThePath(String right, String wrong, String expected) {
    String message = complaint(() -> parse(YAML.replace(right, wrong)));
    assertTrue(message.startsWith("a.yml: " + expected), message);
    assertTrue(message.endsWith(".") && message.lines().count() == 1, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name | --set name must look like key=value",
        "optimiser.rate=1 | --set optimiser.rate=1: there is no optimiser to change",
        "shapes.7.side=1 | --set shapes.7.side=1: 7 is not an index of a list of 2",
        "name.first=1 | --set name.first=1: there is no first to change",
        "optimizer.speed=1 | a.yml: optimizer.speed is not a known key",
      })
  void refusesOverrides(String override, String expected) {
    String message = complaint(() -> parse(YAML, override));
    assertTrue(message.startsWith(expected), message);
  }

  private static String complaint(Executable executable) {
    return String.valueOf(assertThrows(InputException.class, executable).getMessage());
  }
}
