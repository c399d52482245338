package dev.clearer.net.kernelgan;

import dev.clearer.image.Image;
import dev.clearer.net.kernel.BoxSums;
import dev.clearer.net.kernel.Gradients;
import java.util.Arrays;

/**
 * Where a picture has strong edges, which tell most about its blur: nearly a 0/1 map of the
 * strongest 3 per cent of its gradients across, down and together, averaged over 5x5 pixels, mean
 * 1.
 */
final class GradientMap {
  private static final int RIM = 5;
  private static final double QUANTILE = 0.97;
  private static final double LEAST_STEP = 1e-5;
  private static final int BOX = 5;

  private GradientMap() {}

  /** The map of a picture in [0, 1], row-major. */
  static double[] of(Image picture) {
    int width = picture.width();
    int height = picture.height();
    Gradients gradients = Gradients.of(picture);
    double[] down = Arrays.stream(gradients.down()).map(Math::abs).toArray();
    double[] across = Arrays.stream(gradients.across()).map(Math::abs).toArray();
    double[] sum = new double[down.length];
    addShare(sum, clipped(withoutRim(down, width, height)));
    addShare(sum, clipped(withoutRim(across, width, height)));
    // The reference clips this one too, but goes on with the map from before.
    addShare(sum, withoutRim(gradients.magnitude(), width, height));
    return withMean1(new BoxSums(sum, width, height).means(BOX));
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
