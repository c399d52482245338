package dev.clearer.degrade;

import java.util.SplittableRandom;

/** Draws that are the same on every machine and Java version. */
final class Draws {
  private Draws() {}

  /** A standard normal number (Box and Muller), by strict mathematics. */
  static double gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
