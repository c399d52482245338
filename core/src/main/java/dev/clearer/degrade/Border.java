package dev.clearer.degrade;

/** Mirrors a picture at its edges, with the edge pixel repeated (MATLAB's "symmetric"). */
final class Border {
  private Border() {}

  /** The mirrored index in [0, size) of any {@code index}. */
  static int mirror(int index, int size) {
    if (index >= 0 && index < size) {
      return index;
    }
    int folded = Math.floorMod(index, 2 * size);
    return folded < size ? folded : 2 * size - 1 - folded;
  }

  /** Copies a row of a plane with {@code reach} mirrored pixels at both ends. */
  static void mirrorRow(float[] plane, int width, int row, int reach, float[] padded) {
    int from = row * width;
    System.arraycopy(plane, from, padded, reach, width);
    for (int x = 0; x < reach; x++) {
      padded[x] = plane[from + mirror(x - reach, width)];
      padded[reach + width + x] = plane[from + mirror(width + x, width)];
    }
  }

  /** Joins rows to one plane. */
  static float[] joined(float[][] rows, int width) {
    float[] plane = new float[rows.length * width];
    for (int y = 0; y < rows.length; y++) {
      System.arraycopy(rows[y], 0, plane, y * width, width);
    }
    return plane;
  }
}
