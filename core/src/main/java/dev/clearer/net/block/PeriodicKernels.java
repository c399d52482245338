package dev.clearer.net.block;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Kernels in the form that networks of periodic pictures take. */
public final class PeriodicKernels {
  private PeriodicKernels() {}

  /**
   * Kernels for networks that keep every scale-th pixel from the first, with the middle of a kernel
   * at index {@code size / 2}: zeros are added so that a low-resolution pixel means the middle of
   * its high-resolution pixels.
   *
   * @param reducing (N, B, K, K) of {@link dev.clearer.model.KernelKind#REDUCTION}
   * @return (N, B, K + scale - 1, K + scale - 1)
   */
  public static Tensor sampledFromFirst(Tensor reducing, int scale) {
    long missing = scale - 1;
    return torch.constant_pad_nd(reducing, new long[] {0, missing, 0, missing}, new Scalar(0));
  }
}
