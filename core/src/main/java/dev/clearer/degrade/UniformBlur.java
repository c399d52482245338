package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * One Gaussian for the whole picture (space-invariant blur).
 *
 * @param sigma range of the wide axis's sigma in pixels, within 0 to 50
 * @param ratio range of narrow to wide axis, within 0.05 to 1; 1 is isotropic
 */
public record UniformBlur(Range sigma, Range ratio) implements Degradation {
  /** Checks the ranges. */
  public UniformBlur {
    sigma.requireWithin(0, 50, "sigma");
    ratio.requireWithin(0.05, 1, "ratio");
  }

  /** An isotropic Gaussian with uniformly distributed sigma. */
  public static UniformBlur isotropic(double from, double to) {
    return new UniformBlur(new Range(from, to), Range.only(1));
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    double wide = sigma.draw(random);
    double narrow = wide * ratio.draw(random);
    if (narrow == wide) {
      return apply(picture, wide);
    }
    Kernel kernel = kernel(wide, narrow, Math.PI * random.nextDouble(), reach());
    return picture.blurred(kernel::convolved, Maps.constant(picture.image(), kernel.sigma()));
  }

  /** The picture blurred by an isotropic Gaussian; {@code drawn} is its sigma in pixels. */
  public Degraded apply(Degraded picture, double drawn) {
    float[] taps = GaussianKernel.taps(drawn, reach());
    return picture.blurred(
        image -> GaussianBlur.separable(image, taps, taps), Maps.constant(picture.image(), drawn));
  }

  @Override
  public int reach() {
    return LayeredBlur.upTo(sigma.to()).window();
  }

  @Override
  public double largestSigma() {
    return sigma.to();
  }

  /** The Gaussian whose wide axis is rotated by {@code angle} from the row direction. */
  static Kernel kernel(double wide, double narrow, double angle, int window) {
    int radius = (int) Math.min(Math.max(1, window), Math.ceil(5 * wide));
    int size = 2 * radius + 1;
    double[] weights = new double[size * size];
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    for (int i = 0; i < weights.length; i++) {
      int x = i % size - radius;
      int y = i / size - radius;
      double along = (cos * x + sin * y) / wide;
      double across = (cos * y - sin * x) / narrow;
      weights[i] = StrictMath.exp(-0.5 * (along * along + across * across));
    }
    return Kernel.of(size, weights);
  }
}
