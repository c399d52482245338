package dev.clearer.net.zssr;

import dev.clearer.image.Image;
import dev.clearer.image.Resize;

/**
 * Makes an enlarged picture agree with the small one (Irani and Peleg, 1991): what the small
 * picture differs from the enlarged one shrunk again is enlarged and added, some times.
 */
final class BackProjection {
  private BackProjection() {}

  /**
   * The enlarged picture, corrected {@code times} times, in [0, 1].
   *
   * @param enlarged {@code downscaling.scale()} times as large as {@code small}
   */
  static Image of(Image enlarged, Image small, Downscaling downscaling, int times) {
    Image result = enlarged.clamped();
    for (int i = 0; i < times; i++) {
      Image missing = combined(small, downscaling.apply(result), -1);
      Image correction = Resize.bicubic(missing, result.width(), result.height());
      result = combined(result, correction, 1).clamped();
    }
    return result;
  }

  /** {@code a + factor * b}. */
  private static Image combined(Image a, Image b, float factor) {
    float[][] planes = new float[a.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = a.plane(c).clone();
      float[] other = b.plane(c);
      for (int i = 0; i < other.length; i++) {
        planes[c][i] += factor * other[i];
      }
    }
    return Image.of(a.width(), a.height(), planes);
  }
}
