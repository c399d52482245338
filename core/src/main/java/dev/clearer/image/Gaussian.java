package dev.clearer.image;

/**
 * A Gaussian of two axes, before it is sampled as a kernel. All sizes are standard deviations in
 * pixels, never variances; {@link #ofVariances} takes those.
 *
 * @param wide standard deviation along the first axis, at least 0
 * @param narrow standard deviation along the second axis, at least 0
 * @param angle from the direction of rows (x) to the first axis in radians, towards growing y
 */
public record Gaussian(double wide, double narrow, double angle) {
  /** What a sigma of 0 is sampled with: a delta where the centre is a pixel. */
  private static final double SMALLEST = 0.01;

  /** Checks the ranges. */
  public Gaussian {
    if (!(wide >= 0 && narrow >= 0 && Double.isFinite(wide + narrow + angle))) {
      throw new IllegalArgumentException(
          "a Gaussian of sigma %s and %s, angle %s".formatted(wide, narrow, angle));
    }
  }

  /** Equally wide in all directions. */
  public static Gaussian isotropic(double sigma) {
    return new Gaussian(sigma, sigma, 0);
  }

  /**
   * The Gaussian whose covariance has these eigenvalues, as SRMD's, MANet's and USRNet's settings
   * are written.
   */
  public static Gaussian ofVariances(double first, double second, double angle) {
    return new Gaussian(Math.sqrt(first), Math.sqrt(second), angle);
  }

  /** The root of the mean variance of both axes. */
  public double sigma() {
    return Math.sqrt((wide * wide + narrow * narrow) / 2);
  }

  /** Sampled with its centre in the middle of the odd {@code size}, sum 1. */
  public BlurKernel sampled(int size) {
    return sampled(size, Math.floorDiv(size, 2), Math.floorDiv(size, 2));
  }

  /**
   * Sampled at whole pixels about a centre that may lie between them, then divided by the sum.
   * However small the sigma, the pixels nearest to the centre get the weight.
   *
   * @param size width and height of the kernel
   * @param centreY in rows from the middle of the first
   * @param centreX in columns from the middle of the first
   */
  public BlurKernel sampled(int size, double centreY, double centreX) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double[] exponents = new double[Math.multiplyExact(size, size)];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < exponents.length; i++) {
      double x = i % size - centreX;
      double y = Math.floorDiv(i, size) - centreY;
      double along = (cos * x + sin * y) / Math.max(SMALLEST, wide);
      double across = (cos * y - sin * x) / Math.max(SMALLEST, narrow);
      exponents[i] = -0.5 * (along * along + across * across);
      greatest = Math.max(greatest, exponents[i]);
    }
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] = StrictMath.exp(exponents[i] - greatest);
    }
    return BlurKernel.of(size, exponents).normalised();
  }
}
