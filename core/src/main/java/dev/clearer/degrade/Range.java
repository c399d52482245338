package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * A range from which numbers are drawn uniformly.
 *
 * @param from the smallest, finite
 * @param to the largest, finite; equal to {@code from} for a constant
 */
public record Range(double from, double to) {
  /** Checks the order. */
  public Range {
    if (!(Math.abs(from) <= 1e9 && Math.abs(to) <= 1e9 && from <= to)) {
      throw new IllegalArgumentException(
          "from must be a number and at most to, not " + text(from, to));
    }
  }

  /** Always the same number. */
  public static Range only(double value) {
    return new Range(value, value);
  }

  /** Draws a number. A constant range does not use {@code random}. */
  double draw(SplittableRandom random) {
    return from == to ? from : from + (to - from) * random.nextDouble();
  }

  /** Checks that the range lies within [least, most]; {@code name} is its key for the message. */
  void requireWithin(double least, double most, String name) {
    if (from < least || to > most) {
      throw new IllegalArgumentException(
          name + " must lie within " + text(least, most) + ", not " + text(from, to));
    }
  }

  private static String text(double from, double to) {
    return text(from) + " to " + text(to);
  }

  private static String text(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
