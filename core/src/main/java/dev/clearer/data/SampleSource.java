package dev.clearer.data;

import java.util.SplittableRandom;

/** Where a {@link SampleStream} takes samples from, all of one size; used by several threads. */
public interface SampleSource {
  /**
   * A sample that follows from {@code random} and {@code scale} alone.
   *
   * @param scale how many times larger its sharp picture is
   * @throws dev.clearer.InputException if a file cannot be read or is not as it should be
   */
  Sample draw(SplittableRandom random, int scale);
}
