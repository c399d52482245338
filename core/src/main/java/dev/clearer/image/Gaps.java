package dev.clearer.image;

/**
 * Fills pixels whose colours are unknown from those around them, smoothly: averages of ever larger
 * neighbourhoods, interpolated (the push-pull algorithm of Gortler et al., "The Lumigraph", 1996).
 */
final class Gaps {
  private Gaps() {}

  /**
   * Fills in place; pixels that are known stay as they are, and so does all if none is known.
   *
   * @param planes each row-major with {@code width} times {@code height} values
   * @param known of each pixel whether it has a colour
   */
  static void fill(float[][] planes, boolean[] known, int width, int height) {
    int count = 0;
    for (boolean pixel : known) {
      count += pixel ? 1 : 0;
    }
    if (count > 0 && count < known.length) {
      fillSome(planes, known, width, height);
    }
  }

  private static void fillSome(float[][] planes, boolean[] known, int width, int height) {
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    float[][] half = new float[planes.length][halfWidth * halfHeight];
    boolean[] halfKnown = new boolean[halfWidth * halfHeight];
    boolean whole = true;
    for (int y = 0; y < halfHeight; y++) {
      for (int x = 0; x < halfWidth; x++) {
        halfKnown[y * halfWidth + x] = average(planes, known, width, height, x, y, half);
        whole &= halfKnown[y * halfWidth + x];
      }
    }
    if (!whole) {
      fillSome(half, halfKnown, halfWidth, halfHeight);
    }
    for (int i = 0; i < known.length; i++) {
      if (!known[i]) {
        for (int c = 0; c < planes.length; c++) {
          planes[c][i] = between(half[c], halfWidth, halfHeight, i % width, i / width);
        }
      }
    }
  }

  /** Puts the mean of the known ones of four pixels into {@code half}; false if none is known. */
  private static boolean average(
      float[][] planes, boolean[] known, int width, int height, int x, int y, float[][] half) {
    int count = 0;
    for (int dy = 0; dy < 2 && 2 * y + dy < height; dy++) {
      for (int dx = 0; dx < 2 && 2 * x + dx < width; dx++) {
        int from = (2 * y + dy) * width + 2 * x + dx;
        if (known[from]) {
          count++;
          for (int c = 0; c < planes.length; c++) {
            half[c][y * ((width + 1) / 2) + x] += planes[c][from];
          }
        }
      }
    }
    for (int c = 0; c < planes.length && count > 1; c++) {
      half[c][y * ((width + 1) / 2) + x] /= count;
    }
    return count > 0;
  }

  /** The value of a plane of half the size at a pixel of the whole one, interpolated. */
  private static float between(float[] half, int halfWidth, int halfHeight, int x, int y) {
    float atX = Math.max(0, (x - 0.5f) / 2);
    float atY = Math.max(0, (y - 0.5f) / 2);
    int left = (int) atX;
    int top = (int) atY;
    int right = Math.min(halfWidth - 1, left + 1);
    int bottom = Math.min(halfHeight - 1, top + 1);
    float shareX = atX - left;
    float shareY = atY - top;
    float above =
        half[top * halfWidth + left] * (1 - shareX) + half[top * halfWidth + right] * shareX;
    float below =
        half[bottom * halfWidth + left] * (1 - shareX) + half[bottom * halfWidth + right] * shareX;
    return above * (1 - shareY) + below * shareY;
  }
}
