package dev.clearer.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The learning rate of every step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = Schedule.MultiStep.class, name = "multi-step")
})
public sealed interface Schedule {
  /** The learning rate of {@code step}, from 0. */
  double rateAt(long step);

  /**
   * Cosine annealing with restarts from {@code rate} to {@code floor} (Loshchilov and Hutter,
   * 2017); after the last period, the floor.
   *
   * @param rate highest rate
   * @param floor lowest rate
   * @param warmUp steps of linear increase from the floor at the start; 0 for none
   * @param periods number of steps of each period
   */
  record Cosine(double rate, double floor, long warmUp, List<Long> periods) implements Schedule {
    /** Checks the ranges. */
    public Cosine {
      periods = List.copyOf(periods);
      if (!(rate > 0 && floor >= 0 && floor <= rate)) {
        throw new IllegalArgumentException("rate must be positive, floor from 0 to rate");
      }
      requireWarmUp(warmUp);
      if (periods.isEmpty() || periods.stream().anyMatch(period -> period < 1)) {
        throw new IllegalArgumentException("periods must be positive numbers of steps");
      }
    }

    @Override
    public double rateAt(long step) {
      long start = 0;
      for (long period : periods) {
        if (step < start + period) {
          double fall = 1 + Math.cos(Math.PI * (step - start) / period);
          return floor + (rate - floor) * rise(step, warmUp) * 0.5 * fall;
        }
        start += period;
      }
      return floor;
    }
  }

  /**
   * A rate that is multiplied by {@code factor} at every milestone.
   *
   * @param rate initial rate
   * @param warmUp steps of linear increase from 0 at the start; 0 for none
   * @param milestones increasing step numbers; empty for a constant rate
   * @param factor over 0, such as 0.5
   */
  record MultiStep(double rate, long warmUp, List<Long> milestones, double factor)
      implements Schedule {
    /** Checks the ranges. */
    public MultiStep {
      milestones = List.copyOf(milestones);
      if (!(rate > 0 && factor > 0)) {
        throw new IllegalArgumentException("rate and factor must be positive");
      }
      requireWarmUp(warmUp);
      if (!milestones.stream().sorted().toList().equals(milestones)) {
        throw new IllegalArgumentException("milestones must rise");
      }
    }

    @Override
    public double rateAt(long step) {
      long passed = milestones.stream().filter(milestone -> step >= milestone).count();
      return rate * rise(step, warmUp) * Math.pow(factor, (double) passed);
    }
  }

  private static void requireWarmUp(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("warmUp must not be negative");
    }
  }

  private static double rise(long step, long warmUp) {
    return step >= warmUp ? 1 : (step + 1) / (double) warmUp;
  }
}
