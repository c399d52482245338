package dev.clearer.degrade;

import java.util.SplittableRandom;

/** Rounds to 8 bits, as in a file. Without this step, samples are rounded at the end only. */
public record EightBits() implements Degradation {
  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    return picture.eightBits();
  }
}
