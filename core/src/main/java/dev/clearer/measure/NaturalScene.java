package dev.clearer.measure;

import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Natural scene statistics: 36 features for each patch of 96x96 pixels, which describe the
 * distribution of its normalised local contrasts. Mittal, Soundararajan and Bovik, "Making a
 * 'Completely Blind' Image Quality Analyzer", IEEE Signal Processing Letters 2013.
 */
final class NaturalScene {
  /** Number of features of a patch. */
  static final int FEATURES = 36;

  /** Side of a patch in pixels. */
  static final int PATCH = 96;

  private static final int RADIUS = 3;
  private static final double SIGMA = 7.0 / 6;
  private static final double MIN_SHAPE = 0.2;
  private static final double MAX_SHAPE = 10;
  private static final int SHAPES = 9801;
  private static final double[] RATIOS = ratios();

  /** A patch: its sharpness (mean local standard deviation) and its features. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one measurement
  record Patch(double sharpness, double[] features) {}

  /** Local contrasts of a plane divided by the local standard deviation, and that deviation. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one measurement
  private record Contrasts(int width, double[] values, double[] deviations) {}

  private NaturalScene() {}

  /** All complete patches of a picture; empty if the picture is smaller than a patch. */
  static List<Patch> patches(Image luma) {
    int columns = luma.width() / PATCH;
    int rows = luma.height() / PATCH;
    List<Patch> patches = new ArrayList<>();
    if (columns == 0 || rows == 0) {
      return patches;
    }
    Image whole = luma.crop(0, 0, columns * PATCH, rows * PATCH);
    Contrasts fine = contrasts(whole);
    Contrasts coarse = contrasts(Resize.bicubic(whole, 0.5));
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double[] features = new double[FEATURES];
        describe(fine, x * PATCH, y * PATCH, PATCH, features, 0);
        describe(coarse, x * PATCH / 2, y * PATCH / 2, PATCH / 2, features, FEATURES / 2);
        patches.add(new Patch(sharpness(fine, x * PATCH, y * PATCH), features));
      }
    }
    return patches;
  }

  private static Contrasts contrasts(Image image) {
    int width = image.width();
    int height = image.height();
    float[] plane = image.plane(0);
    double[] values = new double[plane.length];
    double[] squares = new double[plane.length];
    for (int i = 0; i < plane.length; i++) {
      values[i] = plane[i] * 255.0;
      squares[i] = values[i] * values[i];
    }
    double[] mean = smoothed(values, width, height);
    double[] meanSquare = smoothed(squares, width, height);
    double[] deviations = new double[plane.length];
    for (int i = 0; i < plane.length; i++) {
      deviations[i] = Math.sqrt(Math.abs(meanSquare[i] - mean[i] * mean[i]));
      values[i] = (values[i] - mean[i]) / (deviations[i] + 1);
    }
    return new Contrasts(width, values, deviations);
  }

  /** Filters with a 7x7 Gaussian; border pixels are replicated. */
  private static double[] smoothed(double[] values, int width, int height) {
    double[] weights = weights();
    double[] across = new double[values.length];
    double[] result = new double[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int k = -RADIUS; k <= RADIUS; k++) {
          int column = Math.min(width - 1, Math.max(0, x + k));
          across[y * width + x] += weights[k + RADIUS] * values[y * width + column];
        }
      }
    }
    for (int y = 0; y < height; y++) {
      for (int k = -RADIUS; k <= RADIUS; k++) {
        int row = Math.min(height - 1, Math.max(0, y + k)) * width;
        for (int x = 0; x < width; x++) {
          result[y * width + x] += weights[k + RADIUS] * across[row + x];
        }
      }
    }
    return result;
  }

  private static double[] weights() {
    double[] weights = new double[2 * RADIUS + 1];
    double sum = 0;
    for (int k = -RADIUS; k <= RADIUS; k++) {
      weights[k + RADIUS] = StrictMath.exp(-k * k / (2 * SIGMA * SIGMA));
      sum += weights[k + RADIUS];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  private static double sharpness(Contrasts contrasts, int left, int top) {
    double sum = 0;
    for (int y = 0; y < PATCH; y++) {
      for (int x = 0; x < PATCH; x++) {
        sum += contrasts.deviations[(top + y) * contrasts.width + left + x];
      }
    }
    return sum / PATCH / PATCH;
  }

  /** Writes 18 features of a patch: of its contrasts, and of the products of neighbours. */
  private static void describe(
      Contrasts contrasts, int left, int top, int side, double[] features, int first) {
    double[] patch = new double[side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(contrasts.values, (top + y) * contrasts.width + left, patch, y * side, side);
    }
    Fit own = Fit.of(patch);
    features[first] = own.shape;
    features[first + 1] = (own.left + own.right) / 2;
    int[][] shifts = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};
    for (int i = 0; i < shifts.length; i++) {
      Fit fit = Fit.of(products(patch, side, shifts[i][0], shifts[i][1]));
      int at = first + 2 + 4 * i;
      features[at] = fit.shape;
      features[at + 1] = fit.mean();
      features[at + 2] = fit.left;
      features[at + 3] = fit.right;
    }
  }

  /** Products of each pixel and its neighbour; the patch wraps around. */
  private static double[] products(double[] patch, int side, int down, int right) {
    double[] products = new double[patch.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int other = Math.floorMod(y - down, side) * side + Math.floorMod(x - right, side);
        products[y * side + x] = patch[y * side + x] * patch[other];
      }
    }
    return products;
  }

  /**
   * An asymmetric generalised Gaussian distribution.
   *
   * @param shape 2 for a normal distribution, 1 for a Laplace distribution
   * @param left scale below 0
   * @param right scale above 0
   */
  record Fit(double shape, double left, double right) {
    static Fit of(double[] values) {
      double below = 0;
      double above = 0;
      double magnitude = 0;
      int countBelow = 0;
      int countAbove = 0;
      for (double value : values) {
        magnitude += Math.abs(value);
        if (value < 0) {
          below += value * value;
          countBelow++;
        } else if (value > 0) {
          above += value * value;
          countAbove++;
        }
      }
      double left = Math.sqrt(below / Math.max(1, countBelow));
      double right = Math.sqrt(above / Math.max(1, countAbove));
      double square = (below + above) / values.length;
      if (square == 0) {
        return new Fit(MAX_SHAPE, 0, 0);
      }
      double skew = right == 0 ? 1e6 : left / right;
      double ratio = magnitude / values.length * (magnitude / values.length) / square;
      double even =
          ratio * (skew * skew * skew + 1) * (skew + 1) / ((skew * skew + 1) * (skew * skew + 1));
      double shape = shapeOf(even);
      double scale = Math.exp((LogGamma.value(1 / shape) - LogGamma.value(3 / shape)) / 2);
      return new Fit(shape, left * scale, right * scale);
    }

    double mean() {
      return (right - left) * Math.exp(LogGamma.value(2 / shape) - LogGamma.value(1 / shape));
    }
  }

  /** Ratio of squared mean magnitude to mean square for shapes from 0.2 to 10, increasing. */
  private static double[] ratios() {
    double[] ratios = new double[SHAPES];
    for (int i = 0; i < SHAPES; i++) {
      double shape = shapeAt(i);
      ratios[i] =
          Math.exp(
              2 * LogGamma.value(2 / shape)
                  - LogGamma.value(1 / shape)
                  - LogGamma.value(3 / shape));
    }
    return ratios;
  }

  private static double shapeAt(int index) {
    return MIN_SHAPE + index * (MAX_SHAPE - MIN_SHAPE) / (SHAPES - 1);
  }

  private static double shapeOf(double ratio) {
    int low = 0;
    int high = SHAPES - 1;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (RATIOS[middle] < ratio) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return shapeAt(ratio - RATIOS[low] < RATIOS[high] - ratio ? low : high);
  }
}
