package dev.clearer.degrade;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws one of several options with given relative odds. */
final class Odds {
  private Odds() {}

  static void require(double... odds) {
    double sum = Arrays.stream(odds).sum();
    if (Arrays.stream(odds).anyMatch(value -> !(value >= 0)) || !(sum > 0 && sum < 1e9)) {
      throw new IllegalArgumentException("odds must be at least 0 and not all be 0");
    }
  }

  /** The index of the drawn option. If only one has odds over 0, no random number is used. */
  static int draw(SplittableRandom random, double... odds) {
    int last = 0;
    int possible = 0;
    for (int i = 0; i < odds.length; i++) {
      if (odds[i] > 0) {
        last = i;
        possible++;
      }
    }
    if (possible == 1) {
      return last;
    }
    double rest = random.nextDouble() * Arrays.stream(odds).sum();
    for (int i = 0; i < last; i++) {
      rest -= odds[i];
      if (rest < 0) {
        return i;
      }
    }
    return last;
  }
}
