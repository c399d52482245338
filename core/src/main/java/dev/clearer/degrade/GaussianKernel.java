package dev.clearer.degrade;

/** Taps of a one-dimensional Gaussian for separable blur. */
final class GaussianKernel {
  /** Taps beyond this many sigmas have under 1e-6 of the kernel's weight. */
  private static final double REACH = 5;

  private GaussianKernel() {}

  /** An odd number of taps that add up to 1, at most {@code 2 * window + 1}; {1} for sigma 0. */
  static float[] taps(double sigma, int window) {
    int radius = (int) Math.min(window, Math.ceil(REACH * sigma));
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      double distance = i == 0 ? 0 : i / sigma;
      weights[radius + i] = StrictMath.exp(-0.5 * distance * distance);
      sum += weights[radius + i];
    }
    float[] taps = new float[weights.length];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = (float) (weights[i] / sum);
    }
    return taps;
  }

  /** The square root of the variance of an odd number of taps that add up to 1. */
  static double sigma(float[] taps) {
    double variance = 0;
    for (int i = 0; i < taps.length; i++) {
      double distance = i - Math.floorDiv(taps.length, 2);
      variance += taps[i] * distance * distance;
    }
    return Math.sqrt(variance);
  }
}
