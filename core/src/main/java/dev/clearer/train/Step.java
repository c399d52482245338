package dev.clearer.train;

import dev.clearer.group.ProcessGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The results of a training step.
 *
 * @param losses unweighted, by name, the mean over the step's parts
 * @param total their weighted sum
 * @param gradientNorm norm of all gradients before clipping
 * @param rate the learning rate
 * @param skipped whether the weights were not changed because losses or gradients were not finite
 * @param seconds duration, including waiting for samples
 */
record Step(
    Map<String, Double> losses,
    double total,
    double gradientNorm,
    double rate,
    boolean skipped,
    double seconds) {
  /** Accumulates the losses of the parts of a step. */
  static final class Sum {
    private final Map<String, Double> losses = new LinkedHashMap<>();
    private double total;

    /** Adds {@code value} of {@code term} for a {@code share} of the step. */
    void add(LossTerm term, double value, double share) {
      losses.merge(term.name(), value * share, Double::sum);
      total += value * share * term.weight();
    }

    /** Replaces the losses by their means over all processes, so that all decide alike. */
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
