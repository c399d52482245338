package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;

/** One Gaussian for the whole picture (space-invariant blur), with a symmetric border. */
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
      float[][] rows = alongRows(image.plane(c), image.width(), image.height(), alongRows);
      planes[c] = alongColumns(rows, image.width(), alongColumns);
    }
    return Image.of(image.width(), image.height(), planes);
  }

  private static float[][] alongRows(float[] plane, int width, int height, float[] taps) {
    int radius = taps.length / 2;
    float[] padded = new float[width + 2 * radius];
    float[] moved = new float[width];
    float[][] result = new float[height][width];
    for (int y = 0; y < height; y++) {
      Border.mirrorRow(plane, width, y, radius, padded);
      for (int i = 0; i < taps.length; i++) {
        // copied, so that the loop uses one index and is vectorized
        System.arraycopy(padded, i, moved, 0, width);
        KernelRow.add(result[y], moved, taps[i], 0, width);
      }
    }
    return result;
  }

  private static float[] alongColumns(float[][] rows, int width, float[] taps) {
    int radius = taps.length / 2;
    float[] row = new float[width];
    float[] result = new float[rows.length * width];
    for (int y = 0; y < rows.length; y++) {
      Arrays.fill(row, 0);
      for (int i = 0; i < taps.length; i++) {
        KernelRow.add(row, rows[Border.mirror(y + i - radius, rows.length)], taps[i], 0, width);
      }
      System.arraycopy(row, 0, result, y * width, width);
    }
    return result;
  }
}
