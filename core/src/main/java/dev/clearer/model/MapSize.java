package dev.clearer.model;

/**
 * How many pixels maps have, either way: {@code pixels} for every {@code perInputPixels} of the
 * input.
 *
 * @param pixels of the map
 * @param perInputPixels pixels of the input that they cover
 */
public record MapSize(int pixels, int perInputPixels) {
  /** As many as the input. */
  public static final MapSize INPUT = new MapSize(1, 1);

  /** Checks the ranges. */
  public MapSize {
    if (pixels < 1 || perInputPixels < 1) {
      throw new IllegalArgumentException(pixels + " pixels for " + perInputPixels);
    }
  }

  /** As many as a result that is {@code scale} times larger than the input. */
  public static MapSize result(int scale) {
    return new MapSize(scale, 1);
  }

  /**
   * What {@code inputPixels} become.
   *
   * @throws IllegalArgumentException if that is no whole number
   */
  public int of(int inputPixels) {
    long product = (long) inputPixels * pixels;
    if (product % perInputPixels != 0) {
      throw new IllegalArgumentException(inputPixels + " pixels make no whole pixels of the map");
    }
    return Math.toIntExact(product / perInputPixels);
  }

  /** The same rounded up: what covers {@code inputPixels}. */
  public int covering(int inputPixels) {
    long product = (long) inputPixels * pixels;
    return Math.toIntExact((product + perInputPixels - 1) / perInputPixels);
  }
}
