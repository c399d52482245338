package dev.clearer.image;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/**
 * The weights that make {@code size} samples of a line out of {@code source} ones: output i is the
 * sum over t of {@code weights[i * taps + t] * line[index[i * taps + t]]}.
 *
 * <p>As MATLAB's {@code imresize} has it: pixel centres are aligned, shrinking stretches the kernel
 * (antialiasing), borders are mirrored, and weights sum to 1.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record Resampling(int size, int source, int taps, int[] index, float[] weights) {
  /** A kernel that is zero {@code support / 2} away from its centre. */
  record Kernel(double support, DoubleUnaryOperator shape) {}

  static final Kernel BICUBIC = new Kernel(4, Resampling::cubic);
  static final Kernel BILINEAR = new Kernel(2, x -> Math.max(0, 1 - Math.abs(x)));
  static final Kernel LANCZOS3 = new Kernel(6, Resampling::lanczos3);

  /** Weights from {@code source} to {@code size} samples. */
  static Resampling to(Kernel kernel, int source, int size) {
    return of(kernel, source, size, (double) size / source);
  }

  /** Weights from {@code source} to {@code size} samples, {@code scale} output samples an input. */
  static Resampling of(Kernel kernel, int source, int size, double scale) {
    double stretch = Math.max(1, 1 / scale);
    double support = kernel.support * stretch;
    int taps = (int) Math.ceil(support);
    Resampling resampling =
        new Resampling(size, source, taps, new int[size * taps], new float[size * taps]);
    double[] weights = new double[taps];
    for (int i = 0; i < size; i++) {
      double centre = (i + 0.5) / scale - 0.5;
      int first = (int) Math.floor(centre - support / 2) + 1;
      for (int t = 0; t < taps; t++) {
        weights[t] = kernel.shape.applyAsDouble((first + t - centre) / stretch);
      }
      resampling.set(i, first, weights);
    }
    return resampling;
  }

  private void set(int i, int first, double[] unscaled) {
    double sum = 0;
    for (double weight : unscaled) {
      sum += weight;
    }
    for (int t = 0; t < taps; t++) {
      index[i * taps + t] = mirrored(first + t);
      weights[i * taps + t] = (float) (unscaled[t] / sum);
    }
  }

  /** The border pixel is repeated: ..., 1, 0, 0, 1, ... */
  private int mirrored(int position) {
    int folded = Math.floorMod(position, 2 * source);
    return folded < source ? folded : 2 * source - 1 - folded;
  }

  /** The last input sample that output {@code i} needs. */
  int last(int i) {
    int last = 0;
    for (int t = i * taps; t < (i + 1) * taps; t++) {
      last = Math.max(last, index[t]);
    }
    return last;
  }

  /** Output line {@code i} from whole input lines. */
  float[] sum(int i, IntFunction<float[]> lines) {
    float[] out = new float[lines.apply(index[i * taps]).length];
    for (int t = i * taps; t < (i + 1) * taps; t++) {
      if (weights[t] != 0) {
        addRow(lines.apply(index[t]), 0, weights[t], out, 0, out.length);
      }
    }
    return out;
  }

  /** Resamples every row of a plane of {@code height} rows. */
  float[] rows(float[] plane, int height) {
    float[] out = new float[Math.multiplyExact(size, height)];
    for (int y = 0; y < height; y++) {
      int row = y * source;
      for (int i = 0; i < size; i++) {
        float sum = 0;
        for (int t = i * taps; t < (i + 1) * taps; t++) {
          sum += weights[t] * plane[row + index[t]];
        }
        out[y * size + i] = sum;
      }
    }
    return out;
  }

  /** Resamples every column of a plane of {@code width} columns. */
  float[] columns(float[] plane, int width) {
    float[] out = new float[Math.multiplyExact(size, width)];
    for (int i = 0; i < size; i++) {
      for (int t = i * taps; t < (i + 1) * taps; t++) {
        if (weights[t] != 0) {
          addRow(plane, index[t] * width, weights[t], out, i * width, width);
        }
      }
    }
    return out;
  }

  private static void addRow(float[] in, int from, float weight, float[] out, int to, int width) {
    for (int x = 0; x < width; x++) {
      out[to + x] += weight * in[from + x];
    }
  }

  /** Keys' cubic with a = -1/2. */
  private static double cubic(double x) {
    double a = Math.abs(x);
    if (a <= 1) {
      return (1.5 * a - 2.5) * a * a + 1;
    }
    return a <= 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
  }

  private static double lanczos3(double x) {
    return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
