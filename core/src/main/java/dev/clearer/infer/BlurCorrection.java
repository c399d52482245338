package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Resize;
import dev.clearer.model.MapSize;
import org.jspecify.annotations.Nullable;

/**
 * What somebody knows better than the estimator about a picture's blur.
 *
 * @param map sigma in pixels of the result, as large as the result or the input or a single pixel
 *     for all; null where the estimate stands
 * @param strength every sigma is multiplied by this, over 0 and at most {@link #STRONGEST}
 */
public record BlurCorrection(@Nullable BlurMap map, double strength) {
  /** The largest {@code strength}. */
  public static final double STRONGEST = 10;

  /** Leaves the estimate as it is. */
  public static final BlurCorrection NONE = new BlurCorrection(null, 1);

  /** Checks the strength. */
  public BlurCorrection {
    if (!(strength > 0 && strength <= STRONGEST)) {
      throw new InputException(
          "A strength of %s is not offered: choose one over 0 and up to 10.".formatted(strength));
    }
  }

  /** The same sigma everywhere. */
  public static BlurCorrection uniform(double sigma, double strength) {
    return new BlurCorrection(new BlurMap(1, 1, new float[] {(float) sigma}), strength);
  }

  /**
   * The same with its map in the size of the maps that are estimated.
   *
   * @param width of the picture
   * @param height of the picture
   * @param scale result pixels per input pixel
   * @param maps size of the estimated maps
   * @throws InputException if the map has another size
   */
  BlurCorrection resized(int width, int height, int scale, MapSize maps) {
    if (map == null) {
      return this;
    }
    requireSize(map, width, height, scale);
    return new BlurCorrection(
        Resize.bilinear(map, maps.covering(width), maps.covering(height)), strength);
  }

  /**
   * Changes the sigma of a tile of a padded picture, after {@link #resized}.
   *
   * @param sigma of all that {@code tile} reads, row-major
   * @param tile in pixels of the maps
   * @param unit what becomes of a sigma of 1 that was told
   */
  void apply(float[] sigma, Tiles.Tile tile, float unit) {
    for (int y = 0; y < tile.height(); y++) {
      for (int x = 0; x < tile.width(); x++) {
        int i = y * tile.width() + x;
        float told = map == null ? sigma[i] : unit * told(map, tile.y() + y, tile.x() + x);
        sigma[i] = told * (float) strength;
      }
    }
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return map == null && strength == 1;
  }

  private static float told(BlurMap map, int y, int x) {
    int row = Padding.mirrored(y, map.height());
    return Math.max(0, map.at(row, Padding.mirrored(x, map.width())));
  }

  private static void requireSize(BlurMap map, int width, int height, int scale) {
    boolean single = map.width() == 1 && map.height() == 1;
    boolean input = map.width() == width && map.height() == height;
    boolean result = map.width() == width * scale && map.height() == height * scale;
    if (!single && !input && !result) {
      throw new InputException(
          "The blur map is %dx%d, but the picture is %dx%d and its result %dx%d: it must be as large as one of them."
              .formatted(map.width(), map.height(), width, height, width * scale, height * scale));
    }
  }
}
