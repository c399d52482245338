package dev.clearer.degrade;

/**
 * A row of a picture, moved by every whole number of pixels up to a reach, and its running sums
 * likewise. All arrays are read at the index that is written: only such loops become vector
 * instructions.
 */
final class ShiftedRow {
  private final int reach;
  private final float[] padded;
  private final float[] sums;
  private final float[][] moved;
  private final float[][] movedSums;

  /**
   * Room for a row.
   *
   * @param width the largest number of pixels
   * @param reach pixels known beyond both ends, and how far the row is moved
   */
  ShiftedRow(int width, int reach) {
    this.reach = reach;
    padded = new float[width + 2 * reach];
    sums = new float[padded.length + 1];
    moved = new float[2 * reach + 1][width];
    movedSums = new float[2 * reach + 2][width];
  }

  /** Where to write a row: its pixel x goes to index x + reach. */
  float[] padded() {
    return padded;
  }

  /** Takes up what was written to {@link #padded} for the pixels [from, to). */
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

  /** Pixel i is pixel {@code i + distance} of the row. */
  float[] moved(int distance) {
    return moved[distance + reach];
  }

  /** The difference of two of these is the sum of the pixels between two distances. */
  float[] movedSums(int distance) {
    return movedSums[distance + reach];
  }
}
