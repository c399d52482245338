package dev.clearer.tensor;

import java.util.Objects;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;

/** For methods that learn on the picture they restore, in the middle of an evaluation. */
public final class Gradients {
  private Gradients() {}

  /**
   * Runs {@code body} on this thread with gradients, in float32 and on the CPU, whatever is set
   * around it.
   */
  public static <T> T enabled(Supplier<T> body) {
    Object[] result = new Object[1];
    Precision.F32.run(
        () -> {
          try (AutoGradMode mode = new AutoGradMode(true)) {
            result[0] = body.get();
          }
        });
    @SuppressWarnings("unchecked") // what the body returned
    T value = (T) Objects.requireNonNull(result[0]);
    return value;
  }
}
