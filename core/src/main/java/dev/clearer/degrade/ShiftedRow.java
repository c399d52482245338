package dev.clearer.degrade;

/**
 * Copies of a picture row, shifted by every number of pixels up to a radius, and of its prefix
 * sums. Loops can then read and write at the same index, which the JIT compiler vectorizes.
 */
final class ShiftedRow {
  private final int reach;
  private final float[] padded;
  private final float[] sums;
  private final float[][] moved;
  private final float[][] movedSums;

  /**
   * Allocates space for a row.
   *
   * @param width the largest number of pixels
   * @param reach pixels known beyond both ends, and largest shift
   */
  ShiftedRow(int width, int reach) {
    this.reach = reach;
    padded = new float[width + 2 * reach];
    sums = new float[padded.length + 1];
    moved = new float[2 * reach + 1][width];
    movedSums = new float[2 * reach + 2][width];
  }

  /** The buffer to write a row to: its pixel x goes to index x + reach. */
  float[] padded() {
    return padded;
  }

  /** Updates the copies from {@link #padded} for the pixels [from, to). */
  void move(int from, int to) {
    sums[from] = 0;
    double sum = 0;
    for (int i = from; i < to + 2 * reach; i++) {
      sum += padded[i];
      sums[i + 1] = (float) sum;
    }
    int length = to - from;
    for (int k = 0; k < moved.length; k++) {
      System.arraycopy(padded, from + k, moved[k], from, length);
      System.arraycopy(sums, from + k, movedSums[k], from, length);
    }
    System.arraycopy(sums, from + moved.length, movedSums[moved.length], from, length);
  }

  /** The row shifted so that pixel i is pixel {@code i + distance}. */
  float[] moved(int distance) {
    return moved[distance + reach];
  }

  /**
   * Shifted prefix sums: the difference of two of them is the sum of the pixels between two
   * distances.
   */
  float[] movedSums(int distance) {
    return movedSums[distance + reach];
  }
}
