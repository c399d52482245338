package dev.clearer.evaluate;

import dev.clearer.image.BlurMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how well an uncertainty map predicts the error of the estimated blur. It holds pairs of
 * uncertainty and true error, sampled at every fourth pixel of every fourth row.
 */
final class Calibration {
  /** Distance between sampled pixels and rows. */
  private static final int STEP = 4;

  /** Number of points of a sparsification curve. */
  static final int STEPS = 20;

  private final List<float[]> uncertainties = new ArrayList<>();
  private final List<float[]> errors = new ArrayList<>();

  /** Samples the pairs of one picture, whose maps have the same size. */
  static Calibration of(BlurMap truth, BlurMap estimate, float[] uncertainty) {
    int columns = (truth.width() + STEP - 1) / STEP;
    int rows = (truth.height() + STEP - 1) / STEP;
    float[] error = new float[columns * rows];
    float[] own = new float[error.length];
    for (int i = 0; i < error.length; i++) {
      int row = i / columns;
      int place = row * STEP * truth.width() + (i - row * columns) * STEP;
      error[i] = Math.abs(estimate.sigma()[place] - truth.sigma()[place]);
      own[i] = uncertainty[place];
    }
    Calibration calibration = new Calibration();
    calibration.uncertainties.add(own);
    calibration.errors.add(error);
    return calibration;
  }

  void add(Calibration other) {
    uncertainties.addAll(other.uncertainties);
    errors.addAll(other.errors);
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  /**
   * The share of pixels whose error is at most {@code scales} times the uncertainty. The
   * uncertainty is the scale of a Laplace distribution, so a perfect one gives 63.2 % for 1 and
   * 86.5 % for 2. NaN if empty.
   */
  double within(double scales) {
    long inside = 0;
    long all = 0;
    for (int k = 0; k < errors.size(); k++) {
      float[] error = errors.get(k);
      float[] uncertainty = uncertainties.get(k);
      for (int i = 0; i < error.length; i++) {
        inside += error[i] <= scales * uncertainty[i] ? 1 : 0;
        all++;
      }
    }
    return all == 0 ? Double.NaN : (double) inside / all;
  }

  /**
   * The sparsification curve: the mean error of the remaining pixels after removing 0, 1, 2, ...
   * twentieths of them, the most uncertain ones first.
   */
  double[] byUncertainty() {
    return curve(joined(uncertainties));
  }

  /** The best possible curve: the pixels with the largest errors are removed first. */
  double[] byError() {
    return curve(joined(errors));
  }

  /** The area between both curves, relative to the mean error of all pixels; 0 is perfect. */
  double sparsificationError() {
    if (isEmpty()) {
      return Double.NaN;
    }
    double[] own = byUncertainty();
    double[] best = byError();
    double sum = 0;
    for (int i = 0; i < own.length; i++) {
      sum += (own[i] - best[i]) / own.length;
    }
    return own[0] == 0 ? 0 : sum / own[0];
  }

  private double[] curve(float[] order) {
    float[] error = joined(errors);
    long[] sorted = new long[error.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = ((long) Float.floatToIntBits(order[i]) << 32) | i; // no value is negative
    }
    Arrays.sort(sorted);
    double[] curve = new double[STEPS];
    double sum = 0;
    int next = 0;
    for (int left = 1; left <= STEPS; left++) {
      int end = (int) ((long) sorted.length * left / STEPS);
      for (; next < end; next++) {
        sum += error[(int) sorted[next]];
      }
      curve[STEPS - left] = end == 0 ? 0 : sum / end;
    }
    return curve;
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
