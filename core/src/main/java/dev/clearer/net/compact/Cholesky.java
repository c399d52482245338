package dev.clearer.net.compact;

/** Solves linear equations with a symmetric, positive definite matrix. */
final class Cholesky {
  private final double[][] lower;

  /**
   * Factors {@code matrix}. Only its lower triangle is read.
   *
   * @throws IllegalArgumentException if it is not positive definite
   */
  Cholesky(double[][] matrix) {
    lower = new double[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      lower[row] = new double[row + 1];
      for (int column = 0; column <= row; column++) {
        double rest = matrix[row][column] - product(lower[row], lower[column], column);
        lower[row][column] = column < row ? rest / lower[column][column] : root(rest);
      }
    }
  }

  private static double root(double square) {
    if (!(square > 0)) {
      throw new IllegalArgumentException("the matrix is not positive definite");
    }
    return Math.sqrt(square);
  }

  private static double product(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The solution x of matrix * x = {@code right}. */
  double[] solve(double[] right) {
    double[] x = right.clone();
    for (int row = 0; row < x.length; row++) {
      x[row] = (x[row] - product(lower[row], x, row)) / lower[row][row];
    }
    for (int row = x.length - 1; row >= 0; row--) {
      x[row] /= lower[row][row];
      for (int above = 0; above < row; above++) {
        x[above] -= lower[row][above] * x[row];
      }
    }
    return x;
  }
}
