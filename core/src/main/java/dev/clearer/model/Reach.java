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
   * The whole picture: it is run once, never per tile. An estimator draws one conclusion, such as a
   * single blur kernel, from the picture or from the largest central part that fits into the memory
   * budget; its maps have one pixel. A restorer gets the picture whatever its size, and must itself
   * keep to a reasonable amount of memory.
   *
   * @param learns whether it learns on the picture, which takes minutes and reports progress
   */
  record Whole(boolean learns) implements Reach {
    /** One pass, without learning. */
    public Whole() {
      this(false);
    }
  }
}
