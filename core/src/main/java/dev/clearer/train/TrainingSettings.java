package dev.clearer.train;

import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.util.SplittableRandom;

/**
 * How a {@link Trainer} trains.
 *
 * @param steps in all
 * @param seed of the first weights and of what a stage leaves to chance
 * @param parts in which a step's batch is computed, one after the other, their gradients averaged:
 *     more parts need less memory
 * @param turns how batches are mirrored and turned
 * @param optimizer Adam's settings
 * @param schedule of the learning rate
 * @param clip the largest norm of all gradients together; 0 for any
 * @param average share of the averaged weights that a step keeps, under 1; 0 averages nothing
 * @param patience after how many steps in a row without finite loss and gradients the run ends
 * @param device where to compute
 * @param precision in which arithmetic
 */
public record TrainingSettings(
    long steps,
    long seed,
    int parts,
    Turns turns,
    Optimizer optimizer,
    Schedule schedule,
    double clip,
    double average,
    int patience,
    Device device,
    Precision precision) {
  /** Checks the ranges. */
  public TrainingSettings {
    if (steps < 1 || parts < 1 || patience < 1) {
      throw new IllegalArgumentException("steps, parts and patience must be positive");
    }
    if (!(clip >= 0 && average >= 0 && average < 1)) {
      throw new IllegalArgumentException("clip must not be negative, average from 0 to under 1");
    }
  }

  /**
   * Adam's settings; its epsilon is 1e-8.
   *
   * @param beta1 share of the old mean gradient that a step keeps
   * @param beta2 share of the old mean square that a step keeps
   */
  public record Optimizer(double beta1, double beta2) {
    /** Checks the ranges. */
    public Optimizer {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException("beta1 and beta2 must be from 0 to under 1");
      }
    }
  }

  /** How a batch is mirrored and turned, drawn evenly at every step. */
  public enum Turns {
    /** Not at all. */
    NONE(1),
    /** Left to right, or not. */
    FLIP(2),
    /** The eight symmetries of a square. */
    ALL(8);

    private final int count;

    Turns(int count) {
      this.count = count;
    }

    /** For {@link dev.clearer.data.Batch#turned}. */
    int draw(SplittableRandom random) {
      return random.nextInt(count);
    }
  }
}
