package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A blur that changes slowly across a picture: every pixel is a mixture of what two neighbouring
 * kernels of a series make of it, which is as if it had a kernel of its own. Only pixels whose
 * mixture needs a kernel are convolved with it. The border is symmetric.
 */
final class VaryingBlur {
  private final float[] places;
  private final int width;
  private final int height;
  private final Kernel[] kernels;
  private final int reach;

  /** Stretches of equal kernels are fast where they are long: work may go along columns. */
  private final boolean turned;

  /**
   * The blur of a series of kernels.
   *
   * @param places of every pixel in the series: 1.25 mixes a quarter of kernel 2 into kernel 1; row
   *     by row
   * @param width pixels a row
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
  }

  /** How often kernels change between pixels so far apart. */
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

  /** The sigma of the Gaussian whose variance is that of every pixel's mixture, in pixels. */
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

  /** The picture as blurred. */
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
    Padded padded = padded(plane);
    float[] result = new float[plane.length];
    float[] more = new float[width];
    for (int y = 0; y < height; y++) {
      for (int from = 0; from < width; ) {
        int to = endOfStretch(y * width, from);
        stretch(new Stretch(y, from, to - from), padded, result, more);
        from = to;
      }
    }
    return result;
  }

  private Padded padded(float[] plane) {
    float[][] values = new float[height + 2 * reach][width + 2 * reach];
    float[][] sums = new float[values.length][width + 2 * reach + 1];
    for (int row = 0; row < values.length; row++) {
      int from = Border.mirror(row - reach, height) * width;
      for (int x = 0; x < values[row].length; x++) {
        values[row][x] = plane[from + Border.mirror(x - reach, width)];
      }
      KernelRow.sum(values[row], values[row].length, sums[row]);
    }
    return new Padded(values, sums);
  }

  /** The first pixel from {@code from} on that is a mixture of other kernels. */
  private int endOfStretch(int row, int from) {
    int kernel = (int) places[row + from];
    int to = from + 1;
    while (to < width && (int) places[row + to] == kernel) {
      to++;
    }
    return to;
  }

  /** Pixels side by side, mixtures of the same two kernels. */
  private record Stretch(int y, int from, int length) {}

  /** Rows of the picture with its border mirrored, and their running sums. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one blur
  private record Padded(float[][] values, float[][] sums) {}

  private void stretch(Stretch stretch, Padded padded, float[] result, float[] more) {
    int at = stretch.y * width + stretch.from;
    int kernel = (int) places[at];
    convolve(kernels[kernel], stretch, padded, result, at);
    Arrays.fill(more, 0, stretch.length, 0);
    convolve(kernels[kernel + 1], stretch, padded, more, 0);
    for (int i = 0; i < stretch.length; i++) {
      float share = places[at + i] - kernel;
      result[at + i] += share * (more[i] - result[at + i]);
    }
  }

  private void convolve(
      Kernel kernel, Stretch stretch, Padded padded, float[] target, int at) {
    int own = kernel.reach();
    int from = stretch.from + reach - own;
    for (int dy = -own; dy <= own; dy++) {
      int source = stretch.y + reach - dy;
      kernel.row(dy).add(target, at, padded.values[source], padded.sums[source], from, stretch.length);
    }
  }
}
