package dev.clearer.measure;

import dev.clearer.image.BlurMap;

/**
 * Spearman's rank correlation of estimated and true blur, pooled over the pixels of many pictures.
 * Values are counted in bins of 0.02 pixels, so memory use does not depend on the number of
 * pictures. Unlike the mean of per-picture correlations, it also measures whether a blurrier
 * picture gets a larger estimate, and it is defined where each picture has a single sigma.
 */
public final class BlurRanks {
  /** Number of bins. The last one holds every sigma of about 20.5 pixels and more. */
  private static final int CELLS = 1024;

  private static final float PER_PIXEL = 50;

  private final long[] counts = new long[CELLS * CELLS];

  /** Counts the pixels of one picture. */
  public static BlurRanks of(BlurMap truth, BlurMap estimate) {
    BlurRanks ranks = new BlurRanks();
    ranks.add(truth, estimate);
    return ranks;
  }

  /** Adds the counts of {@code others}. */
  public void add(BlurRanks others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others.counts[i];
    }
  }

  private void add(BlurMap truth, BlurMap estimate) {
    Quality.requireSame(Quality.plane(truth), Quality.plane(estimate));
    for (int i = 0; i < truth.sigma().length; i++) {
      counts[cell(truth.sigma()[i]) * CELLS + cell(estimate.sigma()[i])]++;
    }
  }

  private static int cell(float sigma) {
    return Math.min(CELLS - 1, Math.round(sigma * PER_PIXEL));
  }

  /**
   * Returns the correlation over all counted pixels; NaN if there are none or one side is constant.
   */
  public double correlation() {
    long[] truths = new long[CELLS];
    long[] estimates = new long[CELLS];
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      truths[i / CELLS] += counts[i];
      estimates[i % CELLS] += counts[i];
      all += counts[i];
    }
    double[] truthRanks = centredRanks(truths, all);
    double[] estimateRanks = centredRanks(estimates, all);
    double covariance = 0;
    for (int i = 0; i < counts.length; i++) {
      covariance += counts[i] * truthRanks[i / CELLS] * estimateRanks[i % CELLS];
    }
    return covariance
        / Math.sqrt(variance(truths, truthRanks) * variance(estimates, estimateRanks));
  }

  /** Mean rank of each bin minus the mean of all ranks. */
  private static double[] centredRanks(long[] cells, long all) {
    double[] ranks = new double[CELLS];
    long below = 0;
    for (int i = 0; i < CELLS; i++) {
      ranks[i] = below + cells[i] / 2.0 - all / 2.0;
      below += cells[i];
    }
    return ranks;
  }

  private static double variance(long[] cells, double[] ranks) {
    double variance = 0;
    for (int i = 0; i < CELLS; i++) {
      variance += cells[i] * ranks[i] * ranks[i];
    }
    return variance;
  }
}
