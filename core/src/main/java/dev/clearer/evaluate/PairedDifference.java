package dev.clearer.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Difference between two methods on the same pictures.
 *
 * @param mean mean of the differences
 * @param low lower end of the mean's 95 % confidence interval; NaN with fewer than two pictures
 * @param high upper end
 * @param better number of pictures on which the first method is better
 * @param pictures number of pictures compared: those on which both values are finite
 */
record PairedDifference(double mean, double low, double high, int better, int pictures) {
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 1;

  /** {@code a - b}. The interval is a percentile bootstrap over pictures with a fixed seed. */
  static PairedDifference of(List<Double> a, List<Double> b) {
    double[] differences =
        IntStream.range(0, a.size())
            .mapToDouble(i -> a.get(i) - b.get(i))
            .filter(Double::isFinite)
            .toArray();
    int better = (int) Arrays.stream(differences).filter(d -> d > 0).count();
    double mean = Arrays.stream(differences).average().orElse(Double.NaN);
    double[] means = differences.length < 2 ? new double[] {Double.NaN} : resampled(differences);
    return new PairedDifference(
        mean, quantile(means, 0.025), quantile(means, 0.975), better, differences.length);
  }

  /** Sorted means of resamples of the same size, drawn with replacement. */
  private static double[] resampled(double[] values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int k = 0; k < RESAMPLES; k++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[k] = sum / values.length;
    }
    Arrays.sort(means);
    return means;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
