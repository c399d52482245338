package dev.clearer.measure;

import dev.clearer.image.BlurMap;

/**
 * Spearman's rank correlation of estimated and true blur over the pixels of many pictures, counted
 * in cells of 0.02 pixels, so that any number of pictures takes the same memory. Unlike the mean of
 * the pictures' own correlations it sees whether one picture is known to be softer than another,
 * and has a value where every picture has one sigma.
 */
public final class BlurRanks {
  /** A sigma of 20 pixels and more is counted as one. */
  private static final int CELLS = 1024;

  private static final float PER_PIXEL = 50;

  private final long[] counts = new long[CELLS * CELLS];

  /** The pixels of one picture. */
  public static BlurRanks of(BlurMap truth, BlurMap estimate) {
    BlurRanks ranks = new BlurRanks();
    ranks.add(truth, estimate);
    return ranks;
  }

  /** Counts the pixels of others too. */
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

  /** Over all pixels counted; not a number where there are none or either side is constant. */
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

  /** The mean rank of what is in each cell, less the mean of all. */
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
