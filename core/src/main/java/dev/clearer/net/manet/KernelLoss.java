package dev.clearer.net.manet;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of MANet's first stage: the mean absolute error of the taps, times 10,000, divided once
 * more by the number of a picture's high-resolution pixels, as the reference does it. With Adam,
 * such a factor only shifts the balance with its epsilon.
 */
public final class KernelLoss {
  private static final double FACTOR = 1e4;

  private KernelLoss() {}

  /**
   * The loss.
   *
   * @param kernels estimated taps, (N, 441, H, W)
   * @param target true taps, (N, 441, H, W) or, of one kernel a picture, (N, 441, 1, 1)
   * @param scale how many high-resolution pixels a low-resolution pixel has on each side
   * @return a scalar
   */
  public static Tensor of(Tensor kernels, Tensor target, int scale) {
    return Scope.returning(
        () -> {
          double pixels = (double) scale * scale * Ops.height(kernels) * Ops.width(kernels);
          return Ops.scale(kernels.sub(target).abs().mean(), FACTOR / pixels);
        });
  }
}
