package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;

/** Any blur kernel of odd size whose weights add up to 1, its middle on the pixel. */
public final class Kernel {
  private final int size;
  private final float[] weights;

  private Kernel(int size, float[] weights) {
    this.size = size;
    this.weights = weights;
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

  /** Width and height in pixels, odd. */
  public int size() {
    return size;
  }

  /** The weight in row {@code y}, column {@code x}. */
  public float at(int y, int x) {
    return weights[y * size + x];
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

  /** The picture convolved with the kernel, the border symmetric. */
  public Blurred apply(Image image) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = convolved(image.plane(c), image.width(), image.height());
    }
    float[] map = new float[image.width() * image.height()];
    Arrays.fill(map, (float) sigma());
    return new Blurred(
        Image.of(image.width(), image.height(), planes),
        new BlurMap(image.width(), image.height(), map));
  }

  private float[] convolved(float[] plane, int width, int height) {
    int radius = size / 2;
    int stride = width + 2 * radius;
    float[] padded = new float[stride];
    float[] result = new float[plane.length];
    for (int source = -radius; source < height + radius; source++) {
      for (int x = 0; x < stride; x++) {
        padded[x] = plane[Border.mirror(source, height) * width + Border.mirror(x - radius, width)];
      }
      for (int row = 0; row < size; row++) {
        int y = source + row - radius;
        if (y >= 0 && y < height) {
          addRow(result, y * width, padded, row);
        }
      }
    }
    return result;
  }

  /** Convolution, not correlation: the weight right of the middle moves colours to the right. */
  private void addRow(float[] result, int at, float[] padded, int row) {
    int width = padded.length - size + 1;
    for (int column = 0; column < size; column++) {
      float weight = weights[row * size + size - 1 - column];
      if (weight != 0) {
        for (int x = 0; x < width; x++) {
          result[at + x] += weight * padded[x + column];
        }
      }
    }
  }
}
