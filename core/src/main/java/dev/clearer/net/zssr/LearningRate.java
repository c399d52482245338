package dev.clearer.net.zssr;

import java.util.ArrayList;
import java.util.List;

/**
 * ZSSR's learning rate: divided by ten when the error on the picture itself, restored from its own
 * down-scaled copy every 50 iterations, no longer clearly falls. Once it is below 9e-6 training
 * ends, so after three falls, at least about 900 iterations.
 */
final class LearningRate {
  /** Iterations between two measurements. */
  static final int MEASURED_EVERY = 50;

  private static final double FIRST = 1e-3;
  private static final double LAST = 9e-6;
  private static final int CHECKED_EVERY = 60;
  private static final int SHORTEST = 256;
  private static final int POINTS = 5;
  private static final double CLEARLY = 1.5;

  private final List<double[]> errors = new ArrayList<>();
  private double rate = FIRST;
  private int changed;

  /** The rate of the next iteration. */
  double rate() {
    return rate;
  }

  /** Whether training should end. */
  boolean isOver() {
    return rate < LAST;
  }

  /** Takes note of the mean squared error of the picture before iteration {@code iteration}. */
  void measured(int iteration, double error) {
    errors.add(new double[] {iteration, error});
  }

  /** Checks after iteration {@code iteration}, counted from 0, whether to go on more slowly. */
  void after(int iteration) {
    boolean due = (iteration + 1) % CHECKED_EVERY == 0 && iteration - changed > SHORTEST;
    if (due && errors.size() >= POINTS && !fallsClearly()) {
      rate /= 10;
      changed = iteration;
    }
  }

  /** Whether a straight line through the last errors falls by more than its slope is uncertain. */
  private boolean fallsClearly() {
    List<double[]> last = errors.subList(errors.size() - POINTS, errors.size());
    double meanX = last.stream().mapToDouble(point -> point[0]).average().orElse(0);
    double meanY = last.stream().mapToDouble(point -> point[1]).average().orElse(0);
    double squares = 0;
    double products = 0;
    for (double[] point : last) {
      squares += (point[0] - meanX) * (point[0] - meanX);
      products += (point[0] - meanX) * (point[1] - meanY);
    }
    double slope = products / squares;
    double residuals = 0;
    for (double[] point : last) {
      double residual = point[1] - meanY - slope * (point[0] - meanX);
      residuals += residual * residual;
    }
    double deviation = Math.sqrt(residuals / (POINTS - 2) / squares);
    return -CLEARLY * slope >= deviation;
  }
}
