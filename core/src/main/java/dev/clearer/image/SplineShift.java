package dev.clearer.image;

/**
 * Moves a kernel by fractions of pixels with cubic splines: the spline passes through every weight,
 * and is mirrored about the middle of the outermost elements; what comes from outside is 0. The
 * method is that of scipy.ndimage.shift of order 3 (Unser et al., 1993).
 */
final class SplineShift {
  /** The only pole of the cubic spline's inverse filter. */
  private static final double POLE = Math.sqrt(3) - 2;

  private SplineShift() {}

  /** The kernel whose value at (y, x) is the given one's at (y - down, x - right). */
  static BlurKernel shifted(BlurKernel kernel, double down, double right) {
    int size = kernel.size();
    double[][] rows = new double[size][size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        rows[y][x] = kernel.at(y, x);
      }
    }
    double[][] result = transposed(movedRows(transposed(movedRows(rows, right)), down));
    double[] weights = new double[size * size];
    for (int y = 0; y < size; y++) {
      System.arraycopy(result[y], 0, weights, y * size, size);
    }
    return BlurKernel.of(size, weights);
  }

  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows.length][rows.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows.length; x++) {
        columns[x][y] = rows[y][x];
      }
    }
    return columns;
  }

  private static double[][] movedRows(double[][] rows, double shift) {
    double[][] moved = new double[rows.length][];
    for (int y = 0; y < rows.length; y++) {
      moved[y] = moved(coefficients(rows[y]), shift);
    }
    return moved;
  }

  private static double[] moved(double[] coefficients, double shift) {
    int length = coefficients.length;
    double[] moved = new double[length];
    for (int i = 0; i < length; i++) {
      double place = i - shift;
      if (place >= 0 && place <= length - 1) {
        moved[i] = at(coefficients, place);
      }
    }
    return moved;
  }

  private static double at(double[] coefficients, double place) {
    int first = (int) Math.floor(place) - 1;
    double sum = 0;
    for (int k = first; k < first + 4; k++) {
      sum += coefficients[mirrored(k, coefficients.length)] * spline(place - k);
    }
    return sum;
  }

  private static double spline(double distance) {
    double d = Math.abs(distance);
    if (d < 1) {
      return 2.0 / 3 - d * d + d * d * d / 2;
    }
    return d < 2 ? Math.pow(2 - d, 3) / 6 : 0;
  }

  /** ..., 2, 1, 0, 1, 2, ... */
  private static int mirrored(int index, int length) {
    if (length == 1) {
      return 0;
    }
    int folded = Math.floorMod(index, 2 * length - 2);
    return folded < length ? folded : 2 * length - 2 - folded;
  }

  /** The spline's coefficients: the recursive filter forwards and backwards. */
  private static double[] coefficients(double[] line) {
    int length = line.length;
    double[] c = line.clone();
    if (length < 2) {
      return c;
    }
    double gain = (1 - POLE) * (1 - 1 / POLE);
    for (int i = 0; i < length; i++) {
      c[i] *= gain;
    }
    c[0] = firstCausal(c);
    for (int i = 1; i < length; i++) {
      c[i] += POLE * c[i - 1];
    }
    c[length - 1] = POLE / (POLE * POLE - 1) * (c[length - 1] + POLE * c[length - 2]);
    for (int i = length - 2; i >= 0; i--) {
      c[i] = POLE * (c[i + 1] - c[i]);
    }
    return c;
  }

  /** The sum over the line mirrored without end, in closed form. */
  private static double firstCausal(double[] c) {
    int length = c.length;
    double power = POLE;
    double last = Math.pow(POLE, length - 1);
    double sum = c[0] + last * c[length - 1];
    double mirrored = last * last / POLE;
    for (int i = 1; i < length - 1; i++) {
      sum += (power + mirrored) * c[i];
      power *= POLE;
      mirrored /= POLE;
    }
    return sum / (1 - last * last);
  }
}
