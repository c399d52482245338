package dev.clearer.net.kernel;

import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.model.Kernels;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Approximates blur that varies by a few Gaussians, for restorers that know one kernel at a time: a
 * map of sigmas becomes weights of nine fixed sigmas, linear between neighbouring ones, and what
 * the restorer makes of each is mixed by these weights. A map of one sigma becomes just that.
 *
 * @param sigmas the levels that occur, in pixels of the result, ascending
 * @param weights of the levels at every pixel, (N, levels, h, w), at most two of which are over 0,
 *     of sum 1
 */
public record SigmaLevels(List<Double> sigmas, Tensor weights) {
  private static final double[] FIXED = {0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5};

  /** A map whose sigmas differ by less has one level. */
  private static final double SAME = 0.01;

  /** Side of the Gaussians: three sigmas of the widest on both sides. */
  private static final int SIZE = 31;

  /**
   * The levels of a map.
   *
   * @param sigma (N, 1, h, w) in pixels of the result; those above 5 count as that
   */
  public static SigmaLevels of(Tensor sigma) {
    double last = FIXED[FIXED.length - 1];
    Tensor within = sigma.clamp_min(new Scalar(0)).clamp_max(new Scalar(last));
    double least = within.min().item_double();
    double largest = within.max().item_double();
    if (largest - least < SAME) {
      return new SigmaLevels(List.of((least + largest) / 2), torch.ones_like(within));
    }
    List<Double> sigmas = new ArrayList<>();
    List<Tensor> weights = new ArrayList<>();
    for (int i = 0; i < FIXED.length; i++) {
      double below = i == 0 ? -1 : FIXED[i - 1];
      double above = i == FIXED.length - 1 ? last + 1 : FIXED[i + 1];
      if (least < above && largest > below) {
        sigmas.add(FIXED[i]);
        weights.add(triangle(within, below, FIXED[i], above));
      }
    }
    Tensor[] planes = weights.toArray(Tensor[]::new);
    return new SigmaLevels(List.copyOf(sigmas), torch.cat(new TensorVector(planes), 1));
  }

  /** 1 at the level's own sigma, 0 at its neighbours'. */
  private static Tensor triangle(Tensor sigma, double below, double own, double above) {
    return Scope.returning(
        () -> {
          Tensor rising = sigma.sub(new Scalar(below)).div(new Scalar(own - below));
          Tensor falling = sigma.neg().add(new Scalar(above)).div(new Scalar(above - own));
          return rising.minimum(falling).clamp_min(new Scalar(0));
        });
  }

  /** The weights of one level, (N, 1, h, w). */
  public Tensor weight(int level) {
    return weights.narrow(1, level, 1);
  }

  /**
   * The Gaussians as kernels of {@link dev.clearer.model.KernelKind#REDUCTION}.
   *
   * @param scale result pixels per input pixel
   * @return (1, levels, K, K)
   */
  public Tensor reducing(int scale) {
    return Scope.returning(() -> Kernels.reducing(gaussians(1, SIZE).to(weights), scale));
  }

  /**
   * Gaussians.
   *
   * @param unit pixels of the result for a pixel of the kernels
   * @param size odd side of the kernels
   * @return (1, levels, size, size), each of sum 1
   */
  public Tensor gaussians(double unit, int size) {
    float[] taps = new float[sigmas.size() * size * size];
    for (int i = 0; i < sigmas.size(); i++) {
      BlurKernel kernel = Gaussian.isotropic(sigmas.get(i) / unit).sampled(size);
      System.arraycopy(kernel.floats(), 0, taps, i * size * size, size * size);
    }
    return Tensors.of(taps, 1, sigmas.size(), size, size);
  }
}
