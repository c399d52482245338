package dev.clearer.model;

/** Receptive field of one half of a model: decides whether and how a picture is cut into tiles. */
public sealed interface Reach {
  /**
   * A finite receptive field.
   *
   * @param count overlap of tiles on every side, in low-resolution pixels
   * @param grid tiles must start at multiples of this many low-resolution pixels, so that attention
   *     windows and strides are where they are in the whole picture
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
   * The whole picture: one conclusion from all of it, such as a single blur kernel. It is never run
   * per tile but once, on the picture or on the largest central part that fits into the memory
   * budget. Its maps have one pixel.
   */
  record Whole() implements Reach {}
}
