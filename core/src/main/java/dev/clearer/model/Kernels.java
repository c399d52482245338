package dev.clearer.model;

import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Blur kernels of all pixels, each a weighted sum of basis kernels. One kernel for the whole
 * picture is a basis of one kernel with weight 1. PCA codes are weights of the components. For a
 * free kernel at every pixel, the basis kernels can be single pixels.
 *
 * @param basis (N, B, K, K) or (1, B, K, K), K odd, in pixels of the result
 * @param weights (N, B, h, w); h = w = 1 if all pixels have the same kernel
 */
public record Kernels(Tensor basis, Tensor weights) {
  /** Distance between the sigmas of {@link #gaussian} in pixels. */
  private static final double STEP = 0.25;

  /** The same kernel, (N, 1, K, K), at every pixel. */
  public static Kernels everywhere(Tensor kernel) {
    return new Kernels(kernel, torch.ones_like(kernel.narrow(2, 0, 1).narrow(3, 0, 1)));
  }

  /**
   * Gaussian kernels, interpolated linearly between those of fixed sigmas.
   *
   * @param sigma (N, 1, h, w) in pixels of the result
   * @param size odd side of the kernels
   * @param largest largest sigma in pixels; larger ones are clamped
   */
  public static Kernels gaussian(Tensor sigma, int size, double largest) {
    int count = (int) Math.ceil(largest / STEP) + 1;
    Tensor sigmas =
        torch.arange(new Scalar(count), sigma.options()).mul(new Scalar(STEP)).view(1, -1, 1, 1);
    Tensor distance = within(sigma, (count - 1) * STEP).sub(sigmas).abs();
    Tensor weights = torch.relu(distance.div(new Scalar(STEP)).neg().add(new Scalar(1)));
    Tensor variance = sigmas.clamp_min(new Scalar(0.1)).square();
    Tensor exponent = squaredDistances(size, sigma).div(variance).mul(new Scalar(-0.5));
    Tensor basis = exponent.exp();
    long[] sides = {2, 3};
    return new Kernels(basis.div(basis.sum(sides, true, new ScalarTypeOptional())), weights);
  }

  private static Tensor within(Tensor sigma, double largest) {
    return sigma.clamp_min(new Scalar(0)).clamp_max(new Scalar(largest));
  }

  /** (1, 1, size, size): squared distances from the centre. */
  private static Tensor squaredDistances(int size, Tensor like) {
    Tensor line =
        torch.arange(new Scalar(size), like.options()).sub(new Scalar((size - 1) / 2)).square();
    return line.view(1, 1, -1, 1).add(line.view(1, 1, 1, -1));
  }

  /**
   * Sigma of the Gaussian with the same variance, (N, 1, h, w): the root of half the kernel's
   * second moment about its centre.
   */
  public Tensor sigma() {
    return Scope.returning(
        () -> {
          long[] sides = {2, 3};
          Tensor distances = squaredDistances((int) basis.size(2), basis);
          Tensor moments = basis.mul(distances).sum(sides, true, new ScalarTypeOptional());
          Tensor masses = basis.sum(sides, true, new ScalarTypeOptional());
          Tensor spread = weighted(moments).div(weighted(masses)).mul(new Scalar(0.5));
          return spread.clamp_min(new Scalar(0)).sqrt();
        });
  }

  private Tensor weighted(Tensor ofBasis) {
    return weights.mul(ofBasis).sum(new long[] {1}, true, new ScalarTypeOptional());
  }
}
