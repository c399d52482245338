package dev.clearer.net.dmbsr;

import static org.bytedeco.pytorch.global.torch.fft_rfft2;

import dev.clearer.net.block.Spectra;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A blur that varies over the picture (O'Leary's model): {@code A x = sum_p W_p (k_p * x)}, the
 * picture convolved with every kernel of a basis, and the results mixed by weights at every pixel.
 * Pictures are periodic.
 */
final class VariantBlur {
  private static final long[] PLANE = {2, 3};

  private final Tensor weights;
  private final Tensor spectra;
  private final long[] size;

  /**
   * Prepares; make and use it within one {@link Scope}.
   *
   * @param kernels k, (N, P, a, b), convolved (not correlated), the middle at index size / 2
   * @param weights W, (N, P, H, W); they should add up to 1 over P
   */
  VariantBlur(Tensor kernels, Tensor weights) {
    this.weights = weights;
    size = new long[] {Ops.height(weights), Ops.width(weights)};
    spectra = fft_rfft2(Spectra.laidOut(kernels, size[0], size[1]));
  }

  /** A x of (N, C, H, W). */
  Tensor blur(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor spectrum = fft_rfft2(x);
          Tensor sum = torch.zeros_like(x);
          for (long p = 0; p < weights.size(1); p++) {
            sum = sum.add(picture(spectrum.mul(spectra.narrow(1, p, 1))).mul(weight(p)));
          }
          return sum;
        });
  }

  /** The transpose of A: {@code sum_p corr(W_p x, k_p)} of (N, C, H, W). */
  Tensor transpose(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor sum = torch.zeros_like(fft_rfft2(x));
          for (long p = 0; p < weights.size(1); p++) {
            Tensor part = fft_rfft2(x.mul(weight(p)));
            sum = sum.add(part.mul(spectra.narrow(1, p, 1).conj()));
          }
          return picture(sum);
        });
  }

  private Tensor weight(long p) {
    return weights.narrow(1, p, 1);
  }

  private Tensor picture(Tensor spectrum) {
    return torch.fft_irfft2(spectrum, size, PLANE, new StringViewOptional());
  }
}
