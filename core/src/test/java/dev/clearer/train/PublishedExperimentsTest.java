package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.config.Configuration;
import dev.clearer.net.compact.CompactConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedExperimentsTest {
  private static final Path CONFIGS = Path.of(System.getProperty("clearer.root", "."), "configs");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CONFIGS)) {
      return files.filter(file -> !file.toString().endsWith("degradation.yml")).sorted().toList();
    }
  }

  @Test
  void allAreReadAndTheirSchedulesLastToTheEnd() throws IOException {
    assertEquals(9, files().size());
    for (Path file : files()) {
      Experiment experiment = Configuration.read(file, Experiment.class, List.of());
      TrainingSettings training = experiment.training();
      if (training.schedule() instanceof Schedule.Cosine cosine) {
        long length = cosine.periods().stream().mapToLong(Long::longValue).sum();
        assertEquals(training.steps(), length, file.toString());
      }
      assertTrue(training.schedule().rateAt(training.steps() - 1) > 0, file.toString());
      String written = Configuration.write(experiment);
      assertEquals(
          experiment, Configuration.parse(written, "copy", Experiment.class, List.of()), written);
    }
  }

  @Test
  void thePapersStagesHaveThePapersNumbers() {
    Experiment one = read("nyuv2-stage1");
    assertEquals(700 * 100, one.training().steps(), "700 epochs of 795 pictures in eights");
    assertEquals(1e-4, one.training().schedule().rateAt(1000), 1e-6);
    assertEquals(40, one.stage().classNames().size());
    Experiment three = read("cityscapes-stage3");
    assertEquals(1e-4, three.training().schedule().rateAt(49_999), 1e-12);
    assertEquals(2.5e-5, three.training().schedule().rateAt(100_000), 1e-12);
    assertEquals(19, three.stage().classNames().size());
  }

  @Test
  void theCompactPresetIsThatOfItsExperiment() {
    StageSettings stage = read("compact-x4").stage();
    assertEquals(CompactConfig.standard(), stage.networks().get(0).network());
  }

  private static Experiment read(String name) {
    return Configuration.read(CONFIGS.resolve(name + ".yml"), Experiment.class, List.of());
  }
}
