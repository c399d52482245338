package dev.clearer;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Errors that thinned files detect, although they hold only one of 13 numbers. */
class ThinnedGoldenTest {
  private static final double TOLERANCE = 1e-3;

  private static float[] values() {
    return Golden.uniform("thinned", 2 * 3 * 64 * 96);
  }

  private static void compare(Consumer<float[]> change, long... shape) {
    Scope.run(
        () -> {
          Tensor whole = Golden.tensor(values(), 2, 3, 64, 96);
          Weights thinned = ThinnedGolden.thin(Weights.of(Map.of("map", whole)));
          float[] changed = values();
          change.accept(changed);
          new ThinnedGolden(thinned, Optional.empty())
              .assertClose("map", Tensors.of(changed, shape), TOLERANCE);
        });
  }

  private static void assertDetected(Consumer<float[]> change) {
    assertThrows(AssertionError.class, () -> compare(change, 2, 3, 64, 96));
  }

  @Test
  void acceptsTheSameNumbersAndRounding() {
    compare(values -> {}, 2, 3, 64, 96);
    compare(
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] += i % 2 == 0 ? 1e-6f : -1e-6f;
          }
        },
        2,
        3,
        64,
        96);
  }

  @Test
  void detectsAnotherShape() {
    assertThrows(AssertionError.class, () -> compare(values -> {}, 2, 3, 96, 64));
    assertThrows(AssertionError.class, () -> compare(values -> {}, 6, 1, 64, 96));
  }

  @Test
  void detectsOneWrongNumberBetweenSamples() {
    assertDetected(values -> values[14] += 0.01f);
    assertDetected(values -> values[values.length - 2] -= 0.01f);
  }

  @Test
  void detectsASmallErrorEverywhere() {
    assertDetected(
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] *= i % 13 == 0 ? 1 : 1.0002f;
          }
        });
  }

  @Test
  void detectsSwappedRows() {
    assertDetected(
        values -> {
          float[] row = values.clone();
          System.arraycopy(row, 96, values, 192, 96);
          System.arraycopy(row, 192, values, 96, 96);
        });
  }
}
