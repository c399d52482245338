package dev.clearer.model;

/** How far one half of a model looks: what decides whether and how a picture is cut into tiles. */
public sealed interface Reach {
  /**
   * It looks around every pixel.
   *
   * @param count low-resolution pixels that tiles must overlap by, on every side
   * @param grid corners of tiles must be multiples of this many low-resolution pixels, so that
   *     attention windows and strides fall where they fall in the whole picture
   */
  record Pixels(int count, int grid) implements Reach {
    /** Checks the ranges. */
    public Pixels {
      if (count < 0 || grid < 1) {
        throw new IllegalArgumentException("a reach of " + count + " on a grid of " + grid);
      }
    }
  }

  /**
   * It draws one conclusion from the whole picture, such as one blur kernel: it is never run per
   * tile, but once on the picture (or on the middle of it that fits into the memory budget). Its
   * maps have one pixel.
   */
  record Whole() implements Reach {}
}
