package dev.clearer.train;

import dev.clearer.group.ProcessGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What a training step did.
 *
 * @param losses unweighted, by name, the mean over the step's parts
 * @param total their weighted sum
 * @param gradientNorm of all gradients together, before clipping
 * @param rate the learning rate
 * @param skipped whether the weights stayed because something was not finite
 * @param seconds it took, waiting for samples included
 */
record Step(
    Map<String, Double> losses,
    double total,
    double gradientNorm,
    double rate,
    boolean skipped,
    double seconds) {
  /** Adds up what the parts of a step lose. */
  static final class Sum {
    private final Map<String, Double> losses = new LinkedHashMap<>();
    private double total;

    /** {@code share} of the step lost {@code value} in {@code term}. */
    void add(LossTerm term, double value, double share) {
      losses.merge(term.name(), value * share, Double::sum);
      total += value * share * term.weight();
    }

    /** Makes the losses their means over all processes, which then come to the same decision. */
    void average(ProcessGroup processes) {
      double[] own =
          DoubleStream.concat(
                  losses.values().stream().mapToDouble(Double::doubleValue), DoubleStream.of(total))
              .toArray();
      double[] means = processes.mean(own);
      int next = 0;
      for (Map.Entry<String, Double> loss : losses.entrySet()) {
        loss.setValue(means[next++]);
      }
      total = means[next];
    }

    boolean isFinite() {
      return Double.isFinite(total);
    }

    Step step(double gradientNorm, double rate, boolean skipped, double seconds) {
      return new Step(losses, total, gradientNorm, rate, skipped, seconds);
    }
  }
}
