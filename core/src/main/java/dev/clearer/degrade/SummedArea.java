package dev.clearer.degrade;

import java.util.function.IntToDoubleFunction;

/** A summed-area table: sums over rectangles of a plane in constant time. */
final class SummedArea {
  private final int width;
  private final int height;
  private final double[] sums;

  SummedArea(int width, int height, IntToDoubleFunction values) {
    this.width = width;
    this.height = height;
    int stride = width + 1;
    sums = new double[stride * (height + 1)];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        row += values.applyAsDouble(y * width + x);
        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
      }
    }
  }

  /** The sum over all pixels at most {@code radius} rows and columns away, inside the picture. */
  double around(int x, int y, int radius) {
    int top = Math.max(0, y - radius) * (width + 1);
    int bottom = Math.min(height, y + radius + 1) * (width + 1);
    int left = Math.max(0, x - radius);
    int right = Math.min(width, x + radius + 1);
    return sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
  }

  /** The number of pixels that {@link #around} adds up. */
  int area(int x, int y, int radius) {
    return (Math.min(height, y + radius + 1) - Math.max(0, y - radius))
        * (Math.min(width, x + radius + 1) - Math.max(0, x - radius));
  }
}
