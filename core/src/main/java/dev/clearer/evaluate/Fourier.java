package dev.clearer.evaluate;

/**
 * Discrete Fourier transforms of planes whose sides are powers of two, in place (Cooley and Tukey,
 * 1965). Two real planes are transformed at once as the real and the imaginary part.
 */
final class Fourier {
  private final int width;
  private final int height;

  Fourier(int width, int height) {
    if (Integer.bitCount(width) != 1 || Integer.bitCount(height) != 1) {
      throw new IllegalArgumentException(
          width + "x" + height + " is not a power of two in both directions");
    }
    this.width = width;
    this.height = height;
  }

  /** The smallest power of two that is at least {@code size}. */
  static int fitting(int size) {
    return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
  }

  /** The unscaled transform. */
  void forward(double[] real, double[] imaginary) {
    transform(real, imaginary, -1);
  }

  /** The inverse of {@link #forward}. */
  void inverse(double[] real, double[] imaginary) {
    transform(real, imaginary, 1);
    double scale = 1.0 / real.length;
    for (int i = 0; i < real.length; i++) {
      real[i] *= scale;
      imaginary[i] *= scale;
    }
  }

  private void transform(double[] real, double[] imaginary, int sign) {
    double[][] line = new double[2][Math.max(width, height)];
    for (int y = 0; y < height; y++) {
      System.arraycopy(real, y * width, line[0], 0, width);
      System.arraycopy(imaginary, y * width, line[1], 0, width);
      transform(line, width, sign);
      System.arraycopy(line[0], 0, real, y * width, width);
      System.arraycopy(line[1], 0, imaginary, y * width, width);
    }
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        line[0][y] = real[y * width + x];
        line[1][y] = imaginary[y * width + x];
      }
      transform(line, height, sign);
      for (int y = 0; y < height; y++) {
        real[y * width + x] = line[0][y];
        imaginary[y * width + x] = line[1][y];
      }
    }
  }

  private static void transform(double[][] line, int size, int sign) {
    reverseBits(line, size);
    for (int half = 1; half < size; half *= 2) {
      for (int k = 0; k < half; k++) {
        double angle = sign * Math.PI * k / half;
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        for (int i = k; i < size; i += 2 * half) {
          butterfly(line, i, i + half, cos, sin);
        }
      }
    }
  }

  private static void butterfly(double[][] line, int i, int j, double cos, double sin) {
    double real = line[0][j] * cos - line[1][j] * sin;
    double imaginary = line[0][j] * sin + line[1][j] * cos;
    line[0][j] = line[0][i] - real;
    line[1][j] = line[1][i] - imaginary;
    line[0][i] += real;
    line[1][i] += imaginary;
  }

  private static void reverseBits(double[][] line, int size) {
    int shift = 32 - Integer.numberOfTrailingZeros(size);
    for (int i = 1; i < size; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        for (double[] part : line) {
          double value = part[i];
          part[i] = part[j];
          part[j] = value;
        }
      }
    }
  }
}
