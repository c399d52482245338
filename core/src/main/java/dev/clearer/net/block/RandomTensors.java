package dev.clearer.net.block;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Fills tensors from a seeded Java generator: libtorch's own is shared by all threads. */
public final class RandomTensors {
  private RandomTensors() {}

  /** Sets every element of {@code tensor} to the next number. */
  public static void fill(Tensor tensor, DoubleSupplier next) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            tensor.copy_(of(next, tensor.shape()));
          }
        });
  }

  /** A float32 tensor of the next numbers. */
  public static Tensor of(DoubleSupplier next, long... shape) {
    int count = 1;
    for (long length : shape) {
      count = Math.multiplyExact(count, Math.toIntExact(length));
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return Tensors.of(values, shape);
  }
}
