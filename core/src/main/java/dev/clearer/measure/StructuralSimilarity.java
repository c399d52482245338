package dev.clearer.measure;

import dev.clearer.measure.Quality.Plane;

/** SSIM of Wang et al. 2004: an 11x11 Gaussian of sigma 1.5, k1 = 0.01, k2 = 0.03, valid region. */
final class StructuralSimilarity {
  private static final int WINDOW = 11;
  private static final double[] GAUSSIAN = gaussian();

  private StructuralSimilarity() {}

  static double mean(Plane a, Plane b, double peak) {
    Quality.requireSame(a, b);
    if (a.width() < WINDOW || a.height() < WINDOW) {
      throw new IllegalArgumentException(
          "SSIM needs 11x11 pixels: " + a.width() + "x" + a.height());
    }
    double[] meanA = blurred(a.values(), a);
    double[] meanB = blurred(b.values(), a);
    double[] squareA = blurred(product(a, a), a);
    double[] squareB = blurred(product(b, b), a);
    double[] both = blurred(product(a, b), a);
    double c1 = Math.pow(0.01 * peak, 2);
    double c2 = Math.pow(0.03 * peak, 2);
    double sum = 0;
    for (int i = 0; i < both.length; i++) {
      double meanProduct = meanA[i] * meanB[i];
      double meanSquares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
      double numerator = (2 * meanProduct + c1) * (2 * (both[i] - meanProduct) + c2);
      double variances = squareA[i] + squareB[i] - meanSquares;
      sum += numerator / ((meanSquares + c1) * (variances + c2));
    }
    return sum / both.length;
  }

  private static double[] product(Plane a, Plane b) {
    double[] product = new double[a.values().length];
    for (int i = 0; i < product.length; i++) {
      product[i] = a.values()[i] * b.values()[i];
    }
    return product;
  }

  /** Filters the valid region only; the result is 10 pixels smaller in both directions. */
  private static double[] blurred(double[] plane, Plane size) {
    int width = size.width() - WINDOW + 1;
    int height = size.height() - WINDOW + 1;
    double[] rows = new double[width * size.height()];
    for (int y = 0; y < size.height(); y++) {
      for (int t = 0; t < WINDOW; t++) {
        addRow(plane, y * size.width() + t, GAUSSIAN[t], rows, y * width, width);
      }
    }
    double[] out = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int t = 0; t < WINDOW; t++) {
        addRow(rows, (y + t) * width, GAUSSIAN[t], out, y * width, width);
      }
    }
    return out;
  }

  private static void addRow(double[] in, int from, double weight, double[] out, int to, int n) {
    for (int x = 0; x < n; x++) {
      out[to + x] += weight * in[from + x];
    }
  }

  private static double[] gaussian() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double x = i - WINDOW / 2;
      weights[i] = Math.exp(-x * x / (2 * 1.5 * 1.5));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
