package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;

/** A centred blur kernel of odd size whose weights add up to 1. */
public final class Kernel {
  private final int size;
  private final float[] weights;

  /** The rows of the kernel from the top. */
  private final KernelRow[] rows;

  private Kernel(int size, float[] weights) {
    this.size = size;
    this.weights = weights;
    rows = new KernelRow[size];
    for (int row = 0; row < size; row++) {
      rows[row] = KernelRow.of(weights, row * size, size);
    }
  }

  /**
   * A square kernel, row-major, divided by its sum.
   *
   * @throws IllegalArgumentException if the size is even, a weight is negative or not finite, or
   *     all are 0
   */
  public static Kernel of(int size, double... weights) {
    if (size < 1 || size % 2 == 0 || weights.length != size * size) {
      throw new IllegalArgumentException(
          weights.length + " weights make no kernel of the odd size " + size);
    }
    double sum = Arrays.stream(weights).sum();
    boolean negative = Arrays.stream(weights).anyMatch(weight -> !(weight >= 0));
    if (negative || !(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weights must be at least 0 and not all be 0");
    }
    float[] normalized = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      normalized[i] = (float) (weights[i] / sum);
    }
    return new Kernel(size, normalized);
  }

  /**
   * A disk with the variance of a Gaussian of {@code sigma} pixels; its radius is about 2 sigma.
   */
  public static Kernel disk(double sigma) {
    return Aperture.DISK.kernel(sigma);
  }

  /** Width and height in pixels, odd. */
  public int size() {
    return size;
  }

  /** The radius in pixels. */
  int reach() {
    return size / 2;
  }

  /** The weight in row {@code y}, column {@code x}. */
  public float at(int y, int x) {
    return weights[y * size + x];
  }

  /** The transposed kernel. */
  Kernel transposed() {
    float[] transposed = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      transposed[i % size * size + Math.floorDiv(i, size)] = weights[i];
    }
    return new Kernel(size, transposed);
  }

  /** The kernel row that spreads a pixel to the row {@code dy} pixels below it. */
  KernelRow row(int dy) {
    return rows[dy + size / 2];
  }

  /** The sigma of the Gaussian of equal variance (mean of both axes), in pixels. */
  public double sigma() {
    double meanX = 0;
    double meanY = 0;
    double square = 0;
    for (int i = 0; i < weights.length; i++) {
      double x = i % size;
      double y = Math.floorDiv(i, size);
      meanX += weights[i] * x;
      meanY += weights[i] * y;
      square += weights[i] * (x * x + y * y);
    }
    return Math.sqrt(Math.max(0, (square - meanX * meanX - meanY * meanY) / 2));
  }

  /** The picture convolved with the kernel, with a symmetric border. */
  public Blurred apply(Image image) {
    float[] map = new float[image.width() * image.height()];
    Arrays.fill(map, (float) sigma());
    return new Blurred(convolved(image), new BlurMap(image.width(), image.height(), map));
  }

  /** The convolved picture alone. */
  Image convolved(Image image) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = convolved(image.plane(c), image.width(), image.height());
    }
    return Image.of(image.width(), image.height(), planes);
  }

  private float[] convolved(float[] plane, int width, int height) {
    int reach = reach();
    ShiftedRow row = new ShiftedRow(width, reach);
    float[][] result = new float[height][width];
    for (int source = -reach; source < height + reach; source++) {
      Border.mirrorRow(plane, width, Border.mirror(source, height), reach, row.padded());
      row.move(0, width);
      int last = Math.min(height - 1, source + reach);
      for (int y = Math.max(0, source - reach); y <= last; y++) {
        row(y - source).add(result[y], row, 0, width);
      }
    }
    return Border.joined(result, width);
  }
}
