package dev.clearer.degrade;

/**
 * A focal length and its odds.
 *
 * @param millimetres over 0
 * @param odds at least 0, relative to the others
 */
public record FocalLength(double millimetres, double odds) {
  /** Checks the ranges. */
  public FocalLength {
    if (!(millimetres > 0 && millimetres < 10_000)) {
      throw new IllegalArgumentException(
          "millimetres must be between 0 and 10000, not " + millimetres);
    }
    if (!(odds >= 0 && odds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("odds must be at least 0, not " + odds);
    }
  }
}
