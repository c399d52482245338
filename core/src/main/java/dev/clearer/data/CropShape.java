package dev.clearer.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Size of training crops. Some crops are smaller and are enlarged to this size.
 *
 * @param width of the low-resolution crop in pixels
 * @param height of the low-resolution crop in pixels
 * @param zooms enlargement factors, each at least 1, all equally likely; the paper's stage 1 uses
 *     1, 1.2 and 1.5
 */
public record CropShape(int width, int height, List<Double> zooms) {
  /** Checks the ranges. */
  public CropShape {
    zooms = List.copyOf(zooms);
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a crop of " + width + "x" + height);
    }
    if (zooms.isEmpty() || zooms.stream().anyMatch(zoom -> !(zoom >= 1 && zoom <= 8))) {
      throw new IllegalArgumentException("zooms must be numbers of 1 to 8, not " + zooms);
    }
  }

  /** Crops without enlargement. */
  public static CropShape of(int width, int height) {
    return new CropShape(width, height, List.of(1.0));
  }

  /**
   * The crop at {@code scale} that covers as many sharp pixels as this one covers at {@code other}.
   */
  CropShape atScale(int own, int scale) {
    return own == scale ? this : new CropShape(width * own / scale, height * own / scale, zooms);
  }

  double drawZoom(SplittableRandom random) {
    return zooms.size() == 1 ? zooms.get(0) : zooms.get(random.nextInt(zooms.size()));
  }

  /** The width to cut before it is enlarged by {@code zoom}. */
  int widthBefore(double zoom) {
    return (int) Math.max(1, Math.round(width / zoom));
  }

  /** The height to cut before it is enlarged by {@code zoom}. */
  int heightBefore(double zoom) {
    return (int) Math.max(1, Math.round(height / zoom));
  }
}
