package dev.clearer.image;

/**
 * The colours that red, green and blue stand for, and that of white, as CIE 1931 x and y.
 *
 * @param red x and y
 * @param green x and y
 * @param blue x and y
 * @param white x and y
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Primaries(double[] red, double[] green, double[] blue, double[] white) {
  private static final double[] D65 = {0.3127, 0.3290};

  /** The white of ICC profiles. */
  private static final double[] D50 = {0.9642, 1, 0.8249};

  private static final double[][] BRADFORD = {
    {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}
  };

  /** Those of sRGB and of ITU-R BT.709. */
  static final Primaries SRGB = under(D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06);

  /** Primaries under a white, each by x and y. */
  static Primaries under(double[] white, double... xy) {
    return new Primaries(
        new double[] {xy[0], xy[1]},
        new double[] {xy[2], xy[3]},
        new double[] {xy[4], xy[5]},
        white);
  }

  /** Primaries under the white of daylight. */
  static Primaries underDaylight(double... xy) {
    return under(D65, xy);
  }

  /** Whether they span colours at all. */
  boolean isSound() {
    double[][] all = {red, green, blue, white};
    for (double[] one : all) {
      if (!(one[1] > 0.0001 && one[0] >= 0 && one[0] + one[1] <= 1.0001)) {
        return false;
      }
    }
    double area =
        (green[0] - red[0]) * (blue[1] - red[1]) - (blue[0] - red[0]) * (green[1] - red[1]);
    return Math.abs(area) > 0.001;
  }

  /** The matrix that takes XYZ under this white to XYZ under that of ICC profiles (Bradford). */
  double[][] adaptation() {
    double[] from = times(BRADFORD, xyz(white));
    double[] to = times(BRADFORD, D50);
    double[][] scaled = new double[3][];
    for (int i = 0; i < 3; i++) {
      scaled[i] = BRADFORD[i].clone();
      for (int j = 0; j < 3; j++) {
        scaled[i][j] *= to[i] / from[i];
      }
    }
    return times(inverse(BRADFORD), scaled);
  }

  /** The XYZ of red, green and blue in its columns, under the white of ICC profiles. */
  double[][] matrix() {
    double[][] columns = transposed(xyz(red), xyz(green), xyz(blue));
    double[] amounts = times(inverse(columns), xyz(white));
    for (double[] row : columns) {
      for (int i = 0; i < 3; i++) {
        row[i] *= amounts[i];
      }
    }
    return times(adaptation(), columns);
  }

  private static double[] xyz(double[] xy) {
    return new double[] {xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]};
  }

  private static double[][] transposed(double[]... columns) {
    double[][] rows = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        rows[i][j] = columns[j][i];
      }
    }
    return rows;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        product[i] += matrix[i][j] * vector[j];
      }
    }
    return product;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private static double[][] inverse(double[][] m) {
    double[][] inverse = new double[3][3];
    double determinant = 0;
    for (int i = 0; i < 3; i++) {
      determinant +=
          m[0][i] * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        inverse[i][j] =
            (m[(j + 1) % 3][(i + 1) % 3] * m[(j + 2) % 3][(i + 2) % 3]
                    - m[(j + 1) % 3][(i + 2) % 3] * m[(j + 2) % 3][(i + 1) % 3])
                / determinant;
      }
    }
    return inverse;
  }
}
