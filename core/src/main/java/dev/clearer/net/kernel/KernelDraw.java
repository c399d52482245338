package dev.clearer.net.kernel;

import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import java.util.SplittableRandom;

/**
 * A distribution of Gaussian kernels to train on.
 *
 * @param size width and height of the kernels, odd
 * @param least smallest sigma in pixels
 * @param greatest largest sigma in pixels
 * @param isotropic whether both axes are equal; otherwise each is drawn, and the angle
 * @param noise every weight is multiplied by 1 to 1 + this, then the kernel is normalised again
 */
public record KernelDraw(int size, double least, double greatest, boolean isotropic, double noise) {
  /** Checks the ranges. */
  public KernelDraw {
    if (size < 1 || size % 2 == 0 || !(0 <= least && least <= greatest && noise >= 0)) {
      throw new IllegalArgumentException(
          "kernels of size %d, sigma %s to %s, noise %s".formatted(size, least, greatest, noise));
    }
  }

  /** Isotropic kernels, sigma drawn evenly: "setting 1" of IKC, DAN and DCLS. */
  public static KernelDraw isotropic(int size, double least, double greatest) {
    return new KernelDraw(size, least, greatest, true, 0);
  }

  /** Anisotropic kernels with noise, like those of DIV2KRK: "setting 2" of DAN and DCLS. */
  public static KernelDraw anisotropic(int size) {
    return new KernelDraw(size, 0.6, 5, false, 0.25);
  }

  /** The next kernel, with sum 1. */
  public BlurKernel next(SplittableRandom random) {
    double wide = even(random, least, greatest);
    double narrow = isotropic ? wide : even(random, least, greatest);
    double angle = isotropic ? 0 : even(random, -Math.PI, Math.PI);
    BlurKernel clean = new Gaussian(wide, narrow, angle).sampled(size);
    if (noise == 0) {
      return clean;
    }
    double[] weights = clean.weights();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 1 + noise * random.nextDouble();
    }
    return BlurKernel.of(size, weights).normalised();
  }

  private static double even(SplittableRandom random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }
}
