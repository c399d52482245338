package dev.clearer.net.kernel;

/** Sums over rectangles of a plane that is 0 outside, from a table of sums. */
public final class BoxSums {
  private final int width;
  private final int height;
  private final double[] table;

  /** Sums of a row-major plane. */
  public BoxSums(double[] plane, int width, int height) {
    this.width = width;
    this.height = height;
    table = new double[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        row += plane[y * width + x];
        table[(y + 1) * (width + 1) + x + 1] = table[y * (width + 1) + x + 1] + row;
      }
    }
  }

  /**
   * The mean of {@code size} x {@code size} pixels about every one: of an even box, one pixel more
   * lies above and to the left.
   */
  public double[] means(int size) {
    double[] means = new double[width * height];
    int before = size / 2;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = sum(x - before, y - before, x - before + size, y - before + size);
        means[y * width + x] = Math.max(0, sum / (size * size));
      }
    }
    return means;
  }

  private double sum(int left, int top, int right, int bottom) {
    int x0 = Math.max(0, Math.min(width, left));
    int x1 = Math.max(0, Math.min(width, right));
    int y0 = Math.max(0, Math.min(height, top));
    int y1 = Math.max(0, Math.min(height, bottom));
    return at(y1, x1) - at(y0, x1) - at(y1, x0) + at(y0, x0);
  }

  private double at(int y, int x) {
    return table[y * (width + 1) + x];
  }
}
