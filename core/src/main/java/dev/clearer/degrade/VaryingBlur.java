package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.function.IntFunction;

/**
 * A blur that changes slowly across a picture. Every pixel is a mixture of the results of two
 * neighbouring kernels of a series, which is the same as having its own kernel. Each kernel is
 * computed only for pixels that need it. The border is symmetric.
 */
final class VaryingBlur {
  private final float[] places;
  private final int width;
  private final int height;
  private final Kernel[] kernels;

  /** For every pixel, the next pixel of its row that mixes other kernels. */
  private final int[] ends;

  private final int reach;

  /** Long runs of equal kernels are fast, so the work may go along columns instead of rows. */
  private final boolean turned;

  /**
   * The blur of a series of kernels.
   *
   * @param places position of every pixel in the series, row-major: 1.25 mixes a quarter of kernel
   *     2 into kernel 1
   * @param width pixels per row
   * @param series kernel 0, 1 and so on
   */
  VaryingBlur(float[] places, int width, IntFunction<Kernel> series) {
    int rows = places.length / width;
    turned = changes(places, 1) > changes(places, width);
    this.places = turned ? transposed(places, width, rows) : places;
    this.width = turned ? rows : width;
    height = turned ? width : rows;
    kernels = needed(places, series);
    int most = 0;
    for (int k = 0; k < kernels.length; k++) {
      if (kernels[k] != null && turned) {
        kernels[k] = kernels[k].transposed();
      }
      most = kernels[k] == null ? most : Math.max(most, kernels[k].reach());
    }
    reach = most;
    ends = ends();
  }

  private int[] ends() {
    int[] ends = new int[places.length];
    for (int i = places.length - 1; i >= 0; i--) {
      boolean last = (i + 1) % width == 0;
      boolean same = !last && (int) places[i] == (int) places[i + 1];
      ends[i] = same ? ends[i + 1] : i % width + 1;
    }
    return ends;
  }

  /** The number of kernel changes between pixels at this distance. */
  private static int changes(float[] places, int distance) {
    int changes = 0;
    for (int i = distance; i < places.length; i++) {
      changes += (int) places[i] == (int) places[i - distance] ? 0 : 1;
    }
    return changes;
  }

  private static Kernel[] needed(float[] places, IntFunction<Kernel> series) {
    float last = 0;
    for (float place : places) {
      last = Math.max(last, place);
    }
    Kernel[] kernels = new Kernel[(int) last + 2];
    for (float place : places) {
      int k = (int) place;
      if (kernels[k] == null || kernels[k + 1] == null) {
        kernels[k] = kernels[k] == null ? series.apply(k) : kernels[k];
        kernels[k + 1] = kernels[k + 1] == null ? series.apply(k + 1) : kernels[k + 1];
      }
    }
    return kernels;
  }

  /** The sigma in pixels of the Gaussian with the variance of every pixel's mixture. */
  BlurMap sigma() {
    double[] variances = new double[kernels.length];
    for (int k = 0; k < kernels.length; k++) {
      double sigma = kernels[k] == null ? 0 : kernels[k].sigma();
      variances[k] = sigma * sigma;
    }
    float[] map = new float[places.length];
    for (int i = 0; i < map.length; i++) {
      int k = (int) places[i];
      float share = places[i] - k;
      map[i] = (float) Math.sqrt((1 - share) * variances[k] + share * variances[k + 1]);
    }
    return turned
        ? new BlurMap(height, width, transposed(map, width, height))
        : new BlurMap(width, height, map);
  }

  /** The blurred picture. */
  Image apply(Image image) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] =
          turned
              ? transposed(blurred(transposed(image.plane(c), height, width)), width, height)
              : blurred(image.plane(c));
    }
    return Image.of(image.width(), image.height(), planes);
  }

  private static float[] transposed(float[] plane, int width, int height) {
    float[] transposed = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        transposed[x * height + y] = plane[y * width + x];
      }
    }
    return transposed;
  }

  private float[] blurred(float[] plane) {
    float[][] low = new float[height][width];
    float[][] high = new float[height][width];
    ShiftedRow row = new ShiftedRow(width, reach);
    for (int source = -reach; source < height + reach; source++) {
      Border.mirrorRow(plane, width, Border.mirror(source, height), reach, row.padded());
      row.move(0, width);
      int last = Math.min(height - 1, source + reach);
      for (int y = Math.max(0, source - reach); y <= last; y++) {
        add(row, y - source, y, low[y], high[y]);
      }
    }
    float[] result = new float[plane.length];
    for (int i = 0; i < result.length; i++) {
      int y = i / width;
      int x = i - y * width;
      float share = places[i] - (int) places[i];
      result[i] = low[y][x] + share * (high[y][x] - low[y][x]);
    }
    return result;
  }

  /** Adds the row {@code dy} pixels above row {@code y}, run by run. */
  private void add(ShiftedRow row, int dy, int y, float[] low, float[] high) {
    for (int from = 0; from < width; ) {
      int kernel = (int) places[y * width + from];
      int to = ends[y * width + from];
      add(kernels[kernel], dy, low, row, from, to);
      add(kernels[kernel + 1], dy, high, row, from, to);
      from = to;
    }
  }

  private static void add(Kernel kernel, int dy, float[] target, ShiftedRow row, int from, int to) {
    if (Math.abs(dy) <= kernel.reach()) {
      kernel.row(dy).add(target, row, from, to);
    }
  }
}
