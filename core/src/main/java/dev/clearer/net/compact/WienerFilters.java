package dev.clearer.net.compact;

import dev.clearer.degrade.GaussianBlur;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import java.util.Arrays;

/**
 * Linear filters that undo a known blur and down-sampling in one step. Each high-resolution pixel
 * is a weighted sum of the square of low-resolution pixels around it, with the smallest expected
 * squared error (Wiener's criterion). Pictures are modelled as random fields whose covariance falls
 * with distance, and low-resolution pixels as noisy because of rounding.
 */
final class WienerFilters {
  /** Radius of a filter in low-resolution pixels. */
  static final int RADIUS = 6;

  /** Side of a filter in low-resolution pixels. */
  static final int SIDE = 2 * RADIUS + 1;

  /** Distance in high-resolution pixels at which the covariance has fallen to 1 / e. */
  private static final double CORRELATION_LENGTH = 30;

  /**
   * Variance of the noise relative to that of pictures: standard deviations of 0.7 and 50 of 255.
   */
  private static final double NOISE = Math.pow(0.7 / 50, 2);

  /** Variance of the mean, practically unknown: filters preserve a constant. */
  private static final double MEAN = 400;

  private final int scale;
  private final double[] taps;
  private final int firstTap;
  private final double[][] covariance;

  private WienerFilters(int scale, double sigma, int window, double[][] covariance) {
    this.scale = scale;
    this.covariance = covariance;
    int reach = RADIUS * scale;
    firstTap = -reach;
    taps = taps(scale, sigma, Math.min(window, reach), reach);
  }

  /**
   * The filters for several blurs.
   *
   * @param scale number of high-resolution pixels along each side of a low-resolution pixel, 1 to 4
   * @param sigmas in high-resolution pixels; blurs are cut off at twice the largest sigma, and at
   *     {@link #RADIUS} low-resolution pixels
   * @return for every sigma, row-major over the high-resolution pixels of a low-resolution pixel:
   *     the weights of its neighbours, row-major, with sum 1
   */
  static double[][][] of(int scale, double... sigmas) {
    double[][] covariance = covariance(4 * RADIUS * scale + 2 * scale);
    int window = (int) Math.ceil(2 * Arrays.stream(sigmas).max().orElse(0));
    return Arrays.stream(sigmas)
        .mapToObj(sigma -> new WienerFilters(scale, sigma, window, covariance).filters())
        .toArray(double[][][]::new);
  }

  /** Covariance of two pixels, by their distance along rows and columns. */
  private static double[][] covariance(int reach) {
    double[][] covariance = new double[reach + 1][reach + 1];
    for (int y = 0; y <= reach; y++) {
      for (int x = 0; x <= reach; x++) {
        covariance[y][x] = Math.exp(-Math.hypot(x, y) / CORRELATION_LENGTH);
      }
    }
    return covariance;
  }

  /**
   * Weights of a line of high-resolution pixels in a low-resolution pixel, starting {@code reach}
   * before the first pixel that it covers. They are measured by degrading single bright pixels with
   * the code that degrades pictures.
   */
  private static double[] taps(int scale, double sigma, int window, int reach) {
    double[] taps = new double[2 * reach + scale];
    int middle = 2 * RADIUS;
    int pixels = (2 * middle + 1) * scale;
    for (int i = 0; i < taps.length; i++) {
      float[] line = new float[pixels];
      line[middle * scale - reach + i] = 1;
      Image blurred = GaussianBlur.apply(Image.of(pixels, 1, line), sigma, window).image();
      taps[i] = Resize.bicubic(blurred, 2 * middle + 1, 1).plane(0)[middle];
    }
    return taps;
  }

  private double[][] filters() {
    Cholesky among = new Cholesky(amongPixels());
    double[][] filters = new double[scale * scale][];
    for (int phase = 0; phase < filters.length; phase++) {
      filters[phase] = normalised(among.solve(withPixels(phase / scale, phase % scale)));
    }
    return filters;
  }

  private static double[] normalised(double[] filter) {
    double sum = Arrays.stream(filter).sum();
    return Arrays.stream(filter).map(weight -> weight / sum).toArray();
  }

  /** Covariances between the low-resolution pixels. */
  private double[][] amongPixels() {
    double[][] byDistance = byDistance();
    double[][] among = new double[SIDE * SIDE][SIDE * SIDE];
    for (int i = 0; i < among.length; i++) {
      for (int j = 0; j < among.length; j++) {
        int dy = Math.abs(i / SIDE - j / SIDE);
        int dx = Math.abs(i % SIDE - j % SIDE);
        among[i][j] = MEAN + byDistance[dy][dx] + (i == j ? NOISE : 0);
      }
    }
    return among;
  }

  private double[][] byDistance() {
    double[] lags = autocorrelation();
    int first = 1 - taps.length;
    double[][] byDistance = new double[SIDE][SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        byDistance[y][x] = smoothed(lags, y * scale + first, x * scale + first);
      }
    }
    return byDistance;
  }

  private double[] autocorrelation() {
    double[] lags = new double[2 * taps.length - 1];
    for (int i = 0; i < taps.length; i++) {
      for (int j = 0; j < taps.length; j++) {
        lags[taps.length - 1 + i - j] += taps[i] * taps[j];
      }
    }
    return lags;
  }

  /** Covariances between one high-resolution pixel and the low-resolution pixels. */
  private double[] withPixels(int row, int column) {
    double[] with = new double[SIDE * SIDE];
    for (int i = 0; i < with.length; i++) {
      int y = (i / SIDE - RADIUS) * scale + firstTap - row;
      int x = (i % SIDE - RADIUS) * scale + firstTap - column;
      with[i] = MEAN + smoothed(taps, y, x);
    }
    return with;
  }

  /** The covariance weighted along both axes, whose first distances are {@code y} and {@code x}. */
  private double smoothed(double[] weights, int y, int x) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double[] row = covariance[Math.abs(y + i)];
      double along = 0;
      for (int j = 0; j < weights.length; j++) {
        along += weights[j] * row[Math.abs(x + j)];
      }
      sum += weights[i] * along;
    }
    return sum;
  }
}
