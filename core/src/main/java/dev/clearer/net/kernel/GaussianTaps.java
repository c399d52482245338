package dev.clearer.net.kernel;

import dev.clearer.image.Gaussian;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The taps of a Gaussian at every pixel, looked up in a table in steps of 0.01 pixels. */
public final class GaussianTaps {
  private static final double LARGEST = 6;

  private GaussianTaps() {}

  /**
   * Taps of the Gaussians of a map of sigmas.
   *
   * @param sigma (N, 1, h, w); larger ones count as 6 pixels
   * @param size odd side of the kernels
   * @return (N, size * size, h, w), row-major, of sum 1
   */
  public static Tensor of(Tensor sigma, int size) {
    return of(sigma, size, 1);
  }

  /**
   * Taps of the Gaussians of a map of sigmas in other pixels.
   *
   * @param sigma (N, 1, h, w); larger ones count as 6 pixels
   * @param size odd side of the kernels
   * @param unit pixels of sigma for a pixel of the kernels
   * @return (N, size * size, h, w), row-major, of sum 1
   */
  public static Tensor of(Tensor sigma, int size, double unit) {
    return Scope.returning(
        () -> {
          int count = (int) Math.round(LARGEST / SigmaCodes.STEP) + 1;
          Tensor index =
              Ops.scale(sigma, 1 / SigmaCodes.STEP)
                  .round()
                  .clamp_min(new Scalar(0))
                  .clamp_max(new Scalar(count - 1))
                  .to(ScalarType.Long);
          Tensor taps = table(count, size, unit).to(sigma).index_select(0, index.flatten());
          return taps.view(sigma.size(0), Ops.height(sigma), Ops.width(sigma), (long) size * size)
              .permute(0, 3, 1, 2)
              .contiguous();
        });
  }

  private static Tensor table(int count, int size, double unit) {
    int taps = size * size;
    float[] table = new float[count * taps];
    for (int i = 0; i < count; i++) {
      Gaussian gaussian = Gaussian.isotropic(i * SigmaCodes.STEP / unit);
      System.arraycopy(gaussian.sampled(size).floats(), 0, table, i * taps, taps);
    }
    return Tensors.of(table, count, taps);
  }
}
