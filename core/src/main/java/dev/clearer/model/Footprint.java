package dev.clearer.model;

/**
 * Facts that the tiler needs about one half of a model at a scale.
 *
 * @param multiple height and width of its input must be multiples of this, as must be the grid of
 *     its reach
 * @param reach its receptive field
 * @param bytesPerPixel peak native memory for each pixel of its input
 * @param mapSize size of its maps; a restorer prefers its input maps at this size, but accepts
 *     others
 */
public record Footprint(int multiple, Reach reach, int bytesPerPixel, MapSize mapSize) {
  /** Checks the ranges. */
  public Footprint {
    if (multiple < 1 || bytesPerPixel < 1) {
      throw new IllegalArgumentException("multiple and bytesPerPixel must be positive");
    }
    if (reach instanceof Reach.Pixels pixels && pixels.grid() % multiple != 0) {
      throw new IllegalArgumentException("the grid of tiles must be a multiple of " + multiple);
    }
    if (multiple % mapSize.perInputPixels() != 0) {
      throw new IllegalArgumentException("multiple must make whole pixels of maps");
    }
  }
}
