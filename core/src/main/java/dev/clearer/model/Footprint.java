package dev.clearer.model;

/**
 * What it takes to run one half of a model at a scale, for the tiler.
 *
 * @param multiple sides of its input must be multiples of this, as must be the grid of its reach
 * @param reach how far it looks
 * @param bytesPerPixel native memory that a pixel of its input costs at the peak
 * @param mapSize pixels of its maps; what a restorer reads is best given so, but may be given
 *     otherwise
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
