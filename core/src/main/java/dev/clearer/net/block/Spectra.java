package dev.clearer.net.block;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Kernels and grids of periodic pictures. */
public final class Spectra {
  private Spectra() {}

  /**
   * A kernel laid out on a periodic picture, its middle (index {@code size / 2}) on the first
   * pixel: multiplied with a picture's spectrum, its spectrum convolves. A kernel larger than the
   * picture is wrapped around, as a periodic picture asks for.
   *
   * @param kernel (N, C, a, b)
   * @return (N, C, height, width)
   */
  public static Tensor laidOut(Tensor kernel, long height, long width) {
    return Scope.returning(
        () -> {
          long rows = Ops.height(kernel);
          long columns = Ops.width(kernel);
          long tall = (rows + height - 1) / height;
          long wide = (columns + width - 1) / width;
          Tensor padded =
              torch.constant_pad_nd(
                  kernel,
                  new long[] {0, wide * width - columns, 0, tall * height - rows},
                  new Scalar(0));
          Tensor folded =
              padded.reshape(kernel.size(0), kernel.size(1), tall, height, wide, width).sum(2, 4);
          return folded.roll(new long[] {-(rows / 2), -(columns / 2)}, 2, 3);
        });
  }

  /** {@code x} at every {@code step}-th row and column of a larger grid, zeros elsewhere. */
  public static Tensor spread(Tensor x, long step) {
    return Scope.returning(
        () -> {
          long[] size = {x.size(0), x.size(1), step * Ops.height(x), step * Ops.width(x)};
          Tensor spread = torch.zeros(size, x.options());
          Ops.everyNth(spread, step).copy_(x);
          return spread;
        });
  }

  /** Every pixel repeated {@code times} in both directions. */
  public static Tensor enlarged(Tensor x, long times) {
    return torch.upsample_nearest2d(x, times * Ops.height(x), times * Ops.width(x));
  }
}
