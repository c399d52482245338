package dev.clearer.train;

import dev.clearer.image.LabelMap;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Loss functions; each returns the mean over its elements as a scalar. */
final class Losses {
  private static final long SUM = 2;
  private static final double NO_SMOOTHING = 0;
  private static final double CHARBONNIER_EPSILON = 1e-3;
  private static final double SMALL_SQUARE = 1e-3;
  private static final double SMALLEST_SCALE = 1e-2;

  private Losses() {}

  /** Mean absolute difference of two tensors of one shape. */
  static Tensor l1(Tensor estimate, Tensor truth) {
    return torch.l1_loss(estimate, truth);
  }

  /** Like {@link #l1} over the true values that are not NaN; 0 if there are none. */
  static Tensor l1OfKnown(Tensor estimate, Tensor truth) {
    return Scope.returning(
        () -> {
          Tensor known = truth.isfinite();
          Tensor differences = torch.where(known, truth, estimate.detach()).sub(estimate).abs();
          return differences.sum().div(known.sum().clamp_min(new Scalar(1)));
        });
  }

  /**
   * Mean absolute difference of the real and imaginary parts of the Fourier transforms, scaled so
   * that white noise is as strong as in the pictures. Periodic errors count more.
   */
  static Tensor spectrum(Tensor estimate, Tensor truth) {
    return Scope.returning(
        () -> {
          Tensor difference = estimate.sub(truth);
          double pixels = difference.size(-1) * (double) difference.size(-2);
          return torch
              .view_as_real(torch.fft_rfft2(difference))
              .abs()
              .mean()
              .div(new Scalar(Math.sqrt(pixels)));
        });
  }

  /**
   * Mean over the samples of ln(1 + mean squared difference / 1e-3): decreases as PSNR increases; 0
   * without differences.
   */
  static Tensor psnr(Tensor estimate, Tensor truth) {
    return Scope.returning(
        () ->
            estimate
                .sub(truth)
                .square()
                .flatten(1, -1)
                .mean(new long[] {1}, false, new ScalarTypeOptional())
                .div(new Scalar(SMALL_SQUARE))
                .log1p()
                .mean());
  }

  /**
   * Mean negative log likelihood of the absolute errors of an estimate under a Laplace distribution
   * (up to a constant): smallest if {@code scale} is the expected error. The estimate gets no
   * gradient from it (after Kendall and Gal, "What uncertainties do we need in Bayesian deep
   * learning for computer vision?", 2017, but with constant errors).
   */
  static Tensor laplace(Tensor scale, Tensor estimate, Tensor truth) {
    return Scope.returning(
        () -> {
          Tensor expected = scale.clamp_min(new Scalar(SMALLEST_SCALE));
          Tensor error = estimate.sub(truth).abs().detach();
          return error.div(expected).add(expected.log()).mean();
        });
  }

  /** Mean of sqrt(difference^2 + 1e-6): like {@link #l1}, but smooth at zero. */
  static Tensor charbonnier(Tensor estimate, Tensor truth) {
    return Scope.returning(
        () ->
            estimate
                .sub(truth)
                .square()
                .add(new Scalar(CHARBONNIER_EPSILON * CHARBONNIER_EPSILON))
                .sqrt()
                .mean());
  }

  /**
   * Mean cross entropy over the labelled pixels; 0 if there are none (where libtorch's mean is
   * NaN).
   *
   * @param scores (N, K, H, W)
   * @param labels int64 (N, H, W); values over K - 1, such as {@link LabelMap#IGNORE}, are
   *     unlabelled
   */
  static Tensor crossEntropy(Tensor scores, Tensor labels) {
    return Scope.returning(
        () -> {
          Tensor unknown = labels.ge(new Scalar(scores.size(1)));
          Tensor target = labels.masked_fill(unknown, new Scalar(LabelMap.IGNORE));
          Tensor sum =
              torch.cross_entropy_loss(
                  scores, target, new TensorOptional(), SUM, LabelMap.IGNORE, NO_SMOOTHING);
          Tensor known = unknown.logical_not().sum().clamp_min(new Scalar(1));
          return sum.div(known);
        });
  }

  /** The number of pixels that {@link #crossEntropy} counts. */
  static long labelled(Tensor labels, int classes) {
    long[] count = new long[1];
    Scope.run(() -> count[0] = labels.lt(new Scalar(classes)).sum().item_long());
    return count[0];
  }
}
