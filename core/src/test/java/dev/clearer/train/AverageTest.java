package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;

class AverageTest {
  private static void set(BatchNorm2dImpl norm, double value) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            norm.weight().fill_(new Scalar(value));
            norm.running_mean().fill_(new Scalar(value));
          }
        });
  }

  private static void assertAverages(double expected, BatchNorm2dImpl norm) {
    Scope.run(
        () -> {
          assertEquals(expected, norm.weight().mean().item_double(), 1e-6);
          assertEquals(expected, norm.running_mean().mean().item_double(), 1e-6);
        });
  }

  @Test
  void weightsAndStatisticsAreAveragedWithARisingDecay() {
    BatchNorm2dImpl live = Layers.norm(2, 0.1);
    BatchNorm2dImpl averaged = Layers.norm(2, 0.1);
    set(live, 1);
    Average average = new Average(live, averaged, 0.5);
    assertAverages(1, averaged);
    set(live, 2);
    average.update(0);
    double first = 1 + 9 / 10.0; // keeps (1 + 0) / (10 + 0)
    assertAverages(first, averaged);
    set(live, 4);
    average.update(1000);
    assertAverages((first + 4) / 2, averaged);
  }

  @Test
  void withoutDecayTheAverageIsTheNetwork() {
    BatchNorm2dImpl live = Layers.norm(2, 0.1);
    BatchNorm2dImpl averaged = Layers.norm(2, 0.1);
    Average average = new Average(live, averaged, 0);
    set(live, 0.3);
    average.update(5);
    assertAverages(0.3f, averaged);
  }
}
