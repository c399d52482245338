package dev.clearer.measure;

import java.util.Arrays;

/** Ranks of values, for rank correlation. */
final class Ranks {
  private Ranks() {}

  /** Spearman's correlation, which is Pearson's of the ranks; NaN if either side is constant. */
  static double correlation(float[] a, float[] b) {
    double[] ranksA = of(a);
    double[] ranksB = of(b);
    double mean = (a.length + 1) / 2.0;
    double covariance = 0;
    double varianceA = 0;
    double varianceB = 0;
    for (int i = 0; i < a.length; i++) {
      double x = ranksA[i] - mean;
      double y = ranksB[i] - mean;
      covariance += x * y;
      varianceA += x * x;
      varianceB += y * y;
    }
    return covariance / Math.sqrt(varianceA * varianceB);
  }

  /** Ranks from 1 for the smallest value; equal values get their mean rank. */
  static double[] of(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int first = firstNotBelow(sorted, values[i]);
      int end = firstNotBelow(sorted, Math.nextUp(values[i]));
      ranks[i] = (first + 1 + end) / 2.0;
    }
    return ranks;
  }

  private static int firstNotBelow(float[] sorted, float value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
