package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;

/** One Gaussian for the whole picture, the border symmetric: the space-invariant variant. */
public final class GaussianBlur {
  private GaussianBlur() {}

  /**
   * The picture blurred by {@code sigma} pixels, with taps up to {@code window} pixels away; 0 is
   * the identity.
   */
  public static Blurred apply(Image sharp, double sigma, int window) {
    if (!(sigma >= 0) || window < 0) {
      throw new IllegalArgumentException(
          "sigma and window must be at least 0, not " + sigma + " and " + window);
    }
    float[] taps = GaussianKernel.taps(sigma, window);
    float[] map = new float[sharp.width() * sharp.height()];
    Arrays.fill(map, (float) sigma);
    return new Blurred(
        separable(sharp, taps, taps), new BlurMap(sharp.width(), sharp.height(), map));
  }

  /** Along rows by one set of taps, then along columns by the other. */
  static Image separable(Image image, float[] alongRows, float[] alongColumns) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      float[] rows = alongRows(image.plane(c), image.width(), image.height(), alongRows);
      planes[c] = alongColumns(rows, image.width(), image.height(), alongColumns);
    }
    return Image.of(image.width(), image.height(), planes);
  }

  private static float[] alongRows(float[] plane, int width, int height, float[] taps) {
    int radius = taps.length / 2;
    float[] padded = new float[width + 2 * radius];
    float[] result = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < padded.length; x++) {
        padded[x] = plane[y * width + Border.mirror(x - radius, width)];
      }
      for (int i = 0; i < taps.length; i++) {
        add(result, y * width, padded, i, width, taps[i]);
      }
    }
    return result;
  }

  private static float[] alongColumns(float[] plane, int width, int height, float[] taps) {
    int radius = taps.length / 2;
    float[] result = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < taps.length; i++) {
        int source = Border.mirror(y + i - radius, height) * width;
        add(result, y * width, plane, source, width, taps[i]);
      }
    }
    return result;
  }

  private static void add(
      float[] target, int at, float[] source, int from, int length, float factor) {
    for (int i = 0; i < length; i++) {
      target[at + i] += factor * source[from + i];
    }
  }
}
