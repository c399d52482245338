package dev.clearer.degrade;

import java.util.SplittableRandom;

/** Rounds to 8 bits, as a stored picture is. Samples are rounded in the end without this step. */
public record EightBits() implements Degradation {
  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    return picture.eightBits();
  }
}
