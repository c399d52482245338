package dev.clearer.train;

import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import java.util.SplittableRandom;

/**
 * Settings of a {@link Trainer}.
 *
 * @param steps number of steps
 * @param seed seed of the initial weights and of a stage's random numbers
 * @param parts number of parts in which a batch is computed sequentially, with averaged gradients;
 *     more parts need less memory
 * @param turns how batches are mirrored and rotated
 * @param optimizer Adam's settings
 * @param schedule schedule of the learning rate
 * @param clip largest norm of all gradients; 0 for no clipping
 * @param average decay of the averaged weights, under 1; 0 for no averaging
 * @param patience number of consecutive steps without finite loss and gradients after which the run
 *     ends
 * @param device where to compute
 * @param precision arithmetic
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
   * @param beta1 decay of the mean gradient
   * @param beta2 decay of the mean squared gradient
   */
  public record Optimizer(double beta1, double beta2) {
    /** Checks the ranges. */
    public Optimizer {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException("beta1 and beta2 must be from 0 to under 1");
      }
    }
  }

  /** How a batch is mirrored and rotated, randomly at every step. */
  public enum Turns {
    /** Not at all. */
    NONE(1),
    /** Left to right in half of the steps. */
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
