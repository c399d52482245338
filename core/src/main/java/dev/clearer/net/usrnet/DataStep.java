package dev.clearer.net.usrnet;

import static org.bytedeco.pytorch.global.torch.fft_fft2;
import static org.bytedeco.pytorch.global.torch.fft_ifft2;
import static org.bytedeco.pytorch.global.torch.real;

import dev.clearer.net.block.Spectra;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The step of USRNet that needs no weights: the picture z that is near x and, blurred and sampled,
 * near y. It minimises {@code |y - S(k * z)|^2 + alpha |z - x|^2}, with S keeping every scale-th
 * pixel from the first, in closed form; pictures are periodic.
 *
 * <p>All of it runs in double precision: without noise alpha is near 1e-6, and the division by it
 * lifts float32's rounding to 6e-3 of the result's standard deviation.
 */
final class DataStep {
  private final int scale;
  private final Tensor otf;
  private final Tensor power;
  private final Tensor seen;

  /**
   * Prepares what stays the same over iterations; make and use it within one {@link Scope}.
   *
   * @param lowResolution y, (N, C, h, w)
   * @param kernel k, (N, 1 or C, a, b), convolved (not correlated), its middle at index size / 2
   */
  DataStep(Tensor lowResolution, Tensor kernel, int scale) {
    this.scale = scale;
    Tensor y = lowResolution.to(ScalarType.Double);
    otf =
        fft_fft2(
            Spectra.laidOut(
                kernel.to(ScalarType.Double), scale * Ops.height(y), scale * Ops.width(y)));
    power = blockMeans(otf.abs().square());
    seen = otf.conj().mul(fft_fft2(Spectra.spread(y, scale)));
  }

  /** The kernel's spectrum, (N, 1 or C, H, W), complex. */
  Tensor otf() {
    return otf;
  }

  /**
   * Solves.
   *
   * @param x (N, C, H, W)
   * @param alpha (N, 1, 1, 1), positive
   * @return z, (N, C, H, W), in double precision
   */
  Tensor solve(Tensor x, Tensor alpha) {
    return Scope.returning(
        () -> {
          Tensor weight = alpha.to(ScalarType.Double);
          Tensor right = fft_fft2(x.to(ScalarType.Double).mul(weight)).add(seen);
          Tensor quotient = blockMeans(otf.mul(right)).div(power.add(weight));
          Tensor correction = otf.conj().mul(quotient.repeat(1, 1, scale, scale));
          return real(fft_ifft2(right.sub(correction).div(weight))).contiguous();
        });
  }

  /** The mean of the scale x scale blocks that a spectrum consists of. */
  private Tensor blockMeans(Tensor spectrum) {
    long height = Ops.height(spectrum) / scale;
    long width = Ops.width(spectrum) / scale;
    return spectrum
        .reshape(spectrum.size(0), spectrum.size(1), scale, height, scale, width)
        .mean(2, 4);
  }
}
