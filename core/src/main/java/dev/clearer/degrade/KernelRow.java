package dev.clearer.degrade;

import java.util.Arrays;

/**
 * One row of a kernel, optimized for speed: the longest run of equal weights (the inside of a disk)
 * costs one difference of prefix sums per pixel; the other weights are added four at a time.
 */
final class KernelRow {
  /** Shorter runs are faster weight by weight. */
  private static final int LEAST_RUN = 6;

  private static final float EQUAL = 1e-6f;

  private final int[] distances;
  private final float[] taps;
  private final int runFrom;
  private final int runTo;
  private final float runWeight;

  private KernelRow(int[] distances, float[] taps, int runFrom, int runTo, float runWeight) {
    this.distances = distances;
    this.taps = taps;
    this.runFrom = runFrom;
    this.runTo = runTo;
    this.runWeight = runWeight;
  }

  /** The row of an odd {@code size} of weights from {@code from} on, mirrored: convolution. */
  static KernelRow of(float[] weights, int from, int size) {
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      row[i] = weights[from + size - 1 - i];
    }
    int[] run = longestRun(row);
    int[] distances = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (row[i] != 0 && (i < run[0] || i >= run[1])) {
        distances[count++] = i - size / 2;
      }
    }
    float[] taps = new float[count];
    for (int k = 0; k < count; k++) {
      taps[k] = row[distances[k] + size / 2];
    }
    float weight = run[0] < run[1] ? row[run[0]] : 0;
    return new KernelRow(
        Arrays.copyOf(distances, count), taps, run[0] - size / 2, run[1] - size / 2, weight);
  }

  /** [from, to) of equal weights over 0; empty if all runs are short. */
  private static int[] longestRun(float[] row) {
    int[] longest = new int[2];
    for (int from = 0; from < row.length; ) {
      int to = from + 1;
      while (to < row.length && Math.abs(row[to] - row[from]) <= EQUAL * row[from]) {
        to++;
      }
      if (row[from] > 0 && to - from >= Math.max(LEAST_RUN, longest[1] - longest[0] + 1)) {
        longest = new int[] {from, to};
      }
      from = to;
    }
    return longest;
  }

  /** Adds a row of the picture, spread by this row of the kernel, to the pixels [from, to). */
  void add(float[] target, ShiftedRow source, int from, int to) {
    if (runFrom < runTo) {
      float[] low = source.movedSums(runFrom);
      addRun(target, source.movedSums(runTo), low, from, to);
    }
    int k = 0;
    for (; k + 4 <= taps.length; k += 4) {
      addFour(target, source, from, to, k);
    }
    for (; k < taps.length; k++) {
      add(target, source.moved(distances[k]), taps[k], from, to);
    }
  }

  private void addRun(float[] target, float[] high, float[] low, int from, int to) {
    float weight = runWeight;
    for (int i = from; i < to; i++) {
      target[i] += weight * (high[i] - low[i]);
    }
  }

  private void addFour(float[] target, ShiftedRow source, int from, int to, int k) {
    float[] a = source.moved(distances[k]);
    float[] b = source.moved(distances[k + 1]);
    float[] c = source.moved(distances[k + 2]);
    float[] d = source.moved(distances[k + 3]);
    float first = taps[k];
    float second = taps[k + 1];
    float third = taps[k + 2];
    float fourth = taps[k + 3];
    for (int i = from; i < to; i++) {
      target[i] += first * a[i] + second * b[i] + third * c[i] + fourth * d[i];
    }
  }

  /** Adds {@code weight} times the values [from, to). */
  static void add(float[] target, float[] values, float weight, int from, int to) {
    for (int i = from; i < to; i++) {
      target[i] += weight * values[i];
    }
  }
}
