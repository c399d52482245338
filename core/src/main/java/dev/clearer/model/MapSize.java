package dev.clearer.model;

/**
 * Size of maps relative to the input, in each direction: {@code pixels} for every {@code
 * perInputPixels} of the input.
 *
 * @param pixels pixels of the map
 * @param perInputPixels pixels of the input that they cover
 */
public record MapSize(int pixels, int perInputPixels) {
  /** The size of the input. */
  public static final MapSize INPUT = new MapSize(1, 1);

  /** Checks the ranges. */
  public MapSize {
    if (pixels < 1 || perInputPixels < 1) {
      throw new IllegalArgumentException(pixels + " pixels for " + perInputPixels);
    }
  }

  /** The size of a result that is {@code scale} times larger than the input. */
  public static MapSize result(int scale) {
    return new MapSize(scale, 1);
  }

  /**
   * Number of map pixels for {@code inputPixels}.
   *
   * @throws IllegalArgumentException if it is not a whole number
   */
  public int of(int inputPixels) {
    long product = (long) inputPixels * pixels;
    if (product % perInputPixels != 0) {
      throw new IllegalArgumentException(inputPixels + " pixels make no whole pixels of the map");
    }
    return Math.toIntExact(product / perInputPixels);
  }

  /** Number of map pixels that cover {@code inputPixels}, rounded up. */
  public int covering(int inputPixels) {
    long product = (long) inputPixels * pixels;
    return Math.toIntExact((product + perInputPixels - 1) / perInputPixels);
  }
}
