package dev.clearer.net.dcls;

import static org.bytedeco.pytorch.global.torch.fft_fft2;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How DCLS is trained. */
public final class DclsLoss {
  private static final double EPSILON = 1e-20;

  /** The taps above this rank (from 0) are what counts of a kernel. */
  private static final long RANK = 40;

  /** The part of the tap of that rank which is taken from all taps. */
  private static final double FLOOR = 0.75;

  private DclsLoss() {}

  /**
   * What a step minimises.
   *
   * @param picture mean absolute error of the result
   * @param kernel mean absolute error of the kernel's taps
   */
  public record Terms(Tensor picture, Tensor kernel) {
    /** Both with weight 1. */
    public Tensor sum() {
      return picture.add(kernel);
    }
  }

  /**
   * A batch.
   *
   * @param lowResolution what the network sees, (N, 3, h, w) in [0, 1]
   * @param reduced the sharp picture reduced by the same filter, (N, 3, h, w)
   * @param reducedBlurred the blurred picture reduced, before it is rounded, (N, 3, h, w)
   * @param highResolution the sharp picture, (N, 3, scale h, scale w)
   */
  public record Batch(
      Tensor lowResolution, Tensor reduced, Tensor reducedBlurred, Tensor highResolution) {}

  /**
   * The losses of a batch. The picture's loss does not reach the estimator.
   *
   * @return two scalars, in the enclosing scope
   */
  public static Terms of(Dcls network, Batch batch) {
    long size = network.config().kernelSize();
    Tensor target = target(batch.reduced, batch.reducedBlurred, size);
    return of(network, batch.lowResolution, target, batch.highResolution);
  }

  /**
   * The losses of a batch whose kernels are known. The picture's loss does not reach the estimator.
   *
   * @param lowResolution (N, 3, h, w) in [0, 1]
   * @param target the true kernels on the low-resolution grid, (N, 1, k, k)
   * @param highResolution the sharp picture, (N, 3, scale h, scale w)
   * @return two scalars, in the enclosing scope
   */
  static Terms of(Dcls network, Tensor lowResolution, Tensor target, Tensor highResolution) {
    Tensor[] terms =
        Scope.returningAll(
            () -> {
              Tensor kernel = network.estimator().forward(lowResolution);
              Tensor restored = network.restorer().forward(lowResolution, kernel.detach());
              return new Tensor[] {
                restored.sub(highResolution).abs().mean(),
                kernel.sub(target.to(kernel.scalar_type())).abs().mean()
              };
            });
    return new Terms(terms[0], terms[1]);
  }

  /**
   * The kernel that, on the low-resolution grid, turns the sharp picture into the blurred one: a
   * quotient of spectra, cleaned of all but its largest taps.
   *
   * @param sharp (N, 3, h, w), h and w at least {@code size}
   * @param blurred (N, 3, h, w)
   * @param size side of the kernel, odd
   * @return (N, 1, size, size) in double precision, not negative, adding up to 1
   */
  public static Tensor target(Tensor sharp, Tensor blurred, long size) {
    return Scope.returning(
        () -> {
          Tensor raw = quotient(sharp, blurred, size);
          Tensor agree = raw.prod(1, true, new ScalarTypeOptional()).gt(new Scalar(0));
          Tensor mean = raw.mean(new long[] {1}, true, new ScalarTypeOptional());
          Tensor kept = mean.mul(agree.to(ScalarType.Double));
          Tensor ranked = kept.flatten(1, 3).topk(RANK + 1).get0().narrow(1, RANK, 1);
          Tensor floor = Ops.scale(ranked, FLOOR).reshape(kept.size(0), 1, 1, 1);
          Tensor clean = kept.sub(floor).clamp_min(new Scalar(0)).clamp_max(new Scalar(1));
          long off = size / 2 + 1;
          // One off the middle, as the reference has it: it only keeps the sum from being 0.
          clean.narrow(2, off, 1).narrow(3, off, 1).add_(new Scalar(EPSILON));
          return clean.div(clean.sum(new long[] {2, 3}, true, new ScalarTypeOptional()));
        });
  }

  /** The quotient of the spectra around its origin, for every colour: (N, 3, size, size). */
  static Tensor quotient(Tensor sharp, Tensor blurred, long size) {
    return Scope.returning(
        () -> {
          Tensor from = fft_fft2(sharp.to(ScalarType.Double));
          Tensor to = fft_fft2(blurred.to(ScalarType.Double));
          Tensor spectrum = from.conj().mul(to).div(from.abs().square().add(new Scalar(EPSILON)));
          return torch
              .real(torch.fft_ifft2(spectrum))
              .roll(new long[] {size / 2, size / 2}, 2, 3)
              .narrow(2, 0, size)
              .narrow(3, 0, size)
              .contiguous();
        });
  }
}
