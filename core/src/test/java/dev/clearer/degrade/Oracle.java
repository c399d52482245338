package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.Arrays;

/** The composition of system.md section 2 written down as slowly and plainly as possible. */
final class Oracle {
  private Oracle() {}

  static Image composite(Image sharp, DepthLayers layers, int window) {
    int size = sharp.width() * sharp.height();
    double[][] planes = new double[4][size];
    double[] background = new double[size];
    double[] product = new double[size];
    double[] sum = new double[size];
    Arrays.fill(product, 1);
    double[][] near = new double[4][size];
    for (int k = 0; k < layers.count(); k++) {
      double[][] layer = blurredLayer(sharp, layers, k, window);
      double[][] target = k < layers.firstNear() ? planes : near;
      for (int i = 0; i < size; i++) {
        double m = layer[3][i];
        for (int c = 0; c < 3; c++) {
          target[c][i] = (1 - m) * target[c][i] + layer[c][i];
        }
        target[3][i] = (1 - m) * target[3][i] + m;
        if (k >= layers.firstNear()) {
          product[i] *= 1 - m;
          sum[i] += m;
        }
      }
    }
    float[][] result = new float[3][size];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < size; i++) {
        background[i] = planes[3][i] > 0 ? planes[c][i] / planes[3][i] : 0;
      }
      for (int i = 0; i < size; i++) {
        if (layers.layer()[i] < layers.firstNear()) {
          result[c][i] = (float) (product[i] * background[i] + near[c][i]);
        } else {
          double uncovered = Math.max(0, 1 - sum[i]);
          double rim = Math.min(1, 2 * uncovered);
          double share = rim * product[i] + (1 - rim) * uncovered;
          double[] fill = fill(background, layers, i, 2 * window);
          share *= fill[1];
          result[c][i] =
              (float)
                  ((share > 0 ? share * fill[0] / fill[1] : 0)
                      + (1 - share) * near[c][i] / near[3][i]);
        }
      }
    }
    return Image.of(sharp.width(), sharp.height(), result);
  }

  /** Colours times mask, and mask, each under the two-dimensional Gaussian. */
  private static double[][] blurredLayer(Image sharp, DepthLayers layers, int k, int window) {
    int width = sharp.width();
    int height = sharp.height();
    double[][] result = new double[4][width * height];
    double sigma = layers.sigma()[k];
    int radius = sigma == 0 ? 0 : window;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double weights = 0;
        for (int dy = -radius; dy <= radius; dy++) {
          for (int dx = -radius; dx <= radius; dx++) {
            double weight = radius == 0 ? 1 : Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
            weights += weight;
            int source = mirrored(y + dy, height) * width + mirrored(x + dx, width);
            if (layers.layer()[source] == k) {
              for (int c = 0; c < 3; c++) {
                result[c][y * width + x] += weight * sharp.plane(c)[source];
              }
              result[3][y * width + x] += weight;
            }
          }
        }
        for (double[] plane : result) {
          plane[y * width + x] /= weights;
        }
      }
    }
    return result;
  }

  /** The continued background and how certain it is. */
  private static double[] fill(double[] background, DepthLayers layers, int pixel, int reach) {
    double value = 0;
    double rest = 1;
    for (int radius = 1; radius <= reach && rest > 1e-3; radius *= 2) {
      double known = 0;
      double sum = 0;
      int area = 0;
      for (int i = 0; i < background.length; i++) {
        int dx = Math.abs(i % layers.width() - pixel % layers.width());
        int dy = Math.abs(i / layers.width() - pixel / layers.width());
        if (dx <= radius && dy <= radius) {
          area++;
          if (layers.layer()[i] < layers.firstNear()) {
            known++;
            sum += background[i];
          }
        }
      }
      if (known > 0) {
        double weight = rest * Math.min(1, 2 * known / area);
        value += weight * sum / known;
        rest -= weight;
      }
    }
    return new double[] {value, 1 - rest};
  }

  private static int mirrored(int index, int size) {
    int place = index;
    while (place < 0 || place >= size) {
      place = place < 0 ? -1 - place : 2 * size - 1 - place;
    }
    return place;
  }
}
