package dev.clearer.net.kernelgan;

import dev.clearer.net.kernel.BoxSums;
import java.util.SplittableRandom;

/** Draws places of crops, the likelier the stronger the gradients about them are. */
final class CropDraw {
  private final int width;
  private final int height;
  private final int size;
  private final double[] cumulative;

  /**
   * A draw of crops of {@code size} pixels a side.
   *
   * @param map gradients of the picture, row-major
   */
  CropDraw(double[] map, int width, int height, int size) {
    this.width = width;
    this.height = height;
    this.size = size;
    double[] probabilities = probabilities(map, width, height, size);
    cumulative = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += probabilities[i];
      cumulative[i] = sum;
    }
  }

  /**
   * A crop.
   *
   * @param x left, even
   * @param y top, even
   * @param size width and height
   */
  record Crop(int x, int y, int size) {}

  /** How likely a crop is centred on every pixel: sum 1. */
  static double[] probabilities(double[] map, int width, int height, int size) {
    double[] means = new BoxSums(map, width, height).means(size / 2);
    int rim = size / 2;
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inner = y >= rim && x >= rim && y < height - rim && x < width - rim;
        means[y * width + x] *= inner ? 1 : 0;
        sum += means[y * width + x];
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] = sum > 0 ? means[i] / sum : 1.0 / means.length;
    }
    return means;
  }

  /** The next crop. */
  Crop next(SplittableRandom random) {
    double wanted = random.nextDouble() * cumulative[cumulative.length - 1];
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return at(low);
  }

  /** The crop about the pixel with this index, moved into the picture. */
  Crop at(int index) {
    return new Crop(even(index % width, width), even(Math.floorDiv(index, width), height), size);
  }

  private int even(int centre, int length) {
    int start = Math.min(Math.max(0, centre - size / 2), length - size);
    return start - start % 2;
  }
}
