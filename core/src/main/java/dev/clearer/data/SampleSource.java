package dev.clearer.data;

import java.util.SplittableRandom;

/** A source of equally sized samples for a {@link SampleStream}; thread-safe. */
public interface SampleSource {
  /**
   * Draws a sample that depends on {@code random} and {@code scale} only.
   *
   * @param scale the scale of the sample
   * @throws dev.clearer.InputException if a file cannot be read or is invalid
   */
  Sample draw(SplittableRandom random, int scale);
}
