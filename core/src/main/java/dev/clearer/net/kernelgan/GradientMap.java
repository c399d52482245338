package dev.clearer.net.kernelgan;

import dev.clearer.image.Image;
import java.util.Arrays;

/**
 * Where a picture has strong edges, which tell most about its blur: nearly a 0/1 map of the
 * strongest 3 per cent of its gradients across, down and together, averaged over 5x5 pixels, mean
 * 1.
 */
final class GradientMap {
  private static final double[] GREY = {0.299, 0.587, 0.114};
  private static final int RIM = 5;
  private static final double QUANTILE = 0.97;
  private static final double LEAST_STEP = 1e-5;
  private static final int BOX = 5;

  private GradientMap() {}

  /** The map of a picture in [0, 1], row-major. */
  static double[] of(Image picture) {
    int width = picture.width();
    int height = picture.height();
    double[] grey = grey(picture);
    double[] down = new double[grey.length];
    double[] across = new double[grey.length];
    double[] both = new double[grey.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        double dy = difference(grey, i, y, height, width);
        double dx = difference(grey, i, x, width, 1);
        down[i] = Math.abs(dy);
        across[i] = Math.abs(dx);
        both[i] = Math.hypot(dy, dx);
      }
    }
    double[] sum = new double[grey.length];
    addShare(sum, clipped(withoutRim(down, width, height)));
    addShare(sum, clipped(withoutRim(across, width, height)));
    // The reference clips this one too, but goes on with the map from before.
    addShare(sum, withoutRim(both, width, height));
    return withMean1(new BoxSums(sum, width, height).means(BOX));
  }

  static double[] grey(Image picture) {
    double[] grey = new double[picture.width() * picture.height()];
    for (int c = 0; c < GREY.length; c++) {
      float[] plane = picture.plane(c);
      for (int i = 0; i < grey.length; i++) {
        grey[i] += GREY[c] * plane[i];
      }
    }
    return grey;
  }

  /** The central difference along one axis, one-sided at its ends. */
  static double difference(double[] plane, int i, int place, int length, int step) {
    if (length < 2) {
      return 0;
    }
    int before = place > 0 ? i - step : i;
    int after = place < length - 1 ? i + step : i;
    return (plane[after] - plane[before]) / (place > 0 && place < length - 1 ? 2 : 1);
  }

  private static double[] withoutRim(double[] map, int width, int height) {
    double[] inner = map.clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y < RIM || x < RIM || y >= height - RIM || x >= width - RIM) {
          inner[y * width + x] = 0;
        }
      }
    }
    return inner;
  }

  /** Cut to the step between the quantile's value and the next, from 0. */
  private static double[] clipped(double[] map) {
    double[] sorted = map.clone();
    Arrays.sort(sorted);
    int pivot = (int) (QUANTILE * sorted.length);
    double low = sorted[pivot];
    double next = sorted[Math.min(pivot + 1, sorted.length - 1)];
    double high = next > low ? next : low + LEAST_STEP;
    double[] clipped = new double[map.length];
    Arrays.setAll(clipped, i -> Math.max(low, Math.min(high, map[i])) - low);
    return clipped;
  }

  private static void addShare(double[] sum, double[] map) {
    double total = Arrays.stream(map).sum();
    if (total > 0) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += map[i] / total;
      }
    }
  }

  private static double[] withMean1(double[] map) {
    double mean = Arrays.stream(map).average().orElse(0);
    return mean > 0 ? Arrays.stream(map).map(value -> value / mean).toArray() : map;
  }
}
