package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Resize;
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
   * Changes the sigma of {@code maps} at the upper left, where the picture is: beyond it they are
   * padded.
   *
   * @param width of the picture
   * @param height of the picture
   * @param scale result pixels per input pixel
   * @param unit the maps' sigma per sigma of the result
   * @throws InputException if the map has another size
   */
  void apply(Maps maps, int width, int height, int scale, float unit) {
    if (map != null) {
      requireSize(map, width, height, scale);
      replace(maps, Resize.bilinear(map, width, height), unit);
    }
    float[] sigma = maps.sigma();
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] *= (float) strength;
    }
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

  private static void replace(Maps maps, BlurMap told, float unit) {
    for (int y = 0; y < maps.height(); y++) {
      int row = Padding.mirrored(y, told.height());
      for (int x = 0; x < maps.width(); x++) {
        maps.sigma()[y * maps.width() + x] =
            unit * Math.max(0, told.at(row, Padding.mirrored(x, told.width())));
      }
    }
  }
}
