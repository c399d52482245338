package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.group.Peers;
import dev.clearer.report.StepTable;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two ranks, of half a batch each, against one. */
@ExtendWith(OneThread.class)
class TogetherTest {
  private static final double TOLERANCE = 1e-5;
  private static final String RATE = "training.schedule.rate=3e-4";

  @TempDir Path folder;

  private Path set;

  @BeforeEach
  void build() {
    set = TinySet.in(folder.resolve("set"));
  }

  private Path alone(Experiment experiment) throws InterruptedException {
    Path run = folder.resolve("alone");
    assertTrue(Trainer.start(experiment, run, line -> {}).run());
    return run;
  }

  private Path together(Experiment experiment) throws Exception {
    int port = Ranks.port();
    List<Callable<Object>> ranks =
        List.of(() -> run(experiment, 0, port), () -> run(experiment, 1, port));
    assertEquals(List.of(true, true), Ranks.run(ranks));
    assertFalse(Files.exists(folder.resolve("rank1")), "rank 0 alone writes");
    return folder.resolve("rank0");
  }

  private boolean run(Experiment experiment, int rank, int port) throws InterruptedException {
    Peers workers = Ranks.of(rank, 2, port, Ranks.SHORT);
    return Trainer.start(experiment, folder.resolve("rank" + rank), workers, line -> {}).run();
  }

  private static double difference(Path one, Path two, Predicate<String> names) {
    Weights first = Weights.read(one.resolve("step-00000004.safetensors"));
    Weights second = Weights.read(two.resolve("step-00000004.safetensors"));
    double most = 0;
    for (String name : first.names()) {
      if (names.test(name)) {
        float[] before = values(first, name);
        float[] after = values(second, name);
        for (int i = 0; i < before.length; i++) {
          most = Math.max(most, Math.abs(before[i] - after[i]));
        }
      }
    }
    return most;
  }

  private static float[] values(Weights weights, String name) {
    float[][] values = new float[1][];
    Scope.run(() -> values[0] = Tensors.values(weights.tensor(name)));
    return values[0];
  }

  private static void assertSameLosses(Path one, Path other) {
    List<Map<String, String>> first = new StepTable(one.resolve("log.csv")).rows();
    List<Map<String, String>> second = new StepTable(other.resolve("log.csv")).rows();
    assertEquals(4, second.size());
    for (int i = 0; i < first.size(); i++) {
      for (Map.Entry<String, String> cell : first.get(i).entrySet()) {
        if (cell.getKey().startsWith("loss")) {
          double expected = Double.parseDouble(cell.getValue());
          String told = second.get(i).getOrDefault(cell.getKey(), "");
          assertEquals(expected, Double.parseDouble(told), 1e-4 * expected, cell.getKey());
        }
      }
    }
  }

  /** Some pixels have no label, and these fall unevenly to the two. */
  @Test
  void withoutBatchNormsTheWeightsAreThoseOfOneProcess() throws Exception {
    Experiment experiment =
        TinyExperiments.of(TinyExperiments.COMPACT, set, "training.parts=1", RATE);
    Path alone = alone(experiment);
    Path together = together(experiment);
    assertEquals(0, difference(alone, together, name -> true), TOLERANCE);
    assertSameLosses(alone, together);
  }

  @Test
  void withBatchNormsTheWeightsAreThoseOfOneProcessInParts() throws Exception {
    Path alone = alone(TinyExperiments.of(TinyExperiments.STAGE_1, set, "training.parts=2", RATE));
    Path together =
        together(TinyExperiments.of(TinyExperiments.STAGE_1, set, "training.parts=1", RATE));
    Predicate<String> statistics =
        name -> name.contains("running_") || name.contains("num_batches");
    assertEquals(0, difference(alone, together, statistics.negate()), TOLERANCE);
    assertSameLosses(alone, together);
    assertNotEquals(0, difference(alone, together, name -> name.endsWith("running_var")));
  }
}
