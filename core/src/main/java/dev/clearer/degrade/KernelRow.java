package dev.clearer.degrade;

import java.util.Arrays;

/**
 * One row of a kernel, laid out for speed: the longest run of equal weights (the inside of a disk)
 * costs one difference of running sums a pixel, the other weights are added four at a time.
 */
final class KernelRow {
  /** Runs shorter than this are cheaper one by one. */
  private static final int LEAST_RUN = 5;

  private static final float EQUAL = 1e-6f;

  private final int[] offsets;
  private final float[] taps;
  private final int runFrom;
  private final int runTo;
  private final float runWeight;

  private KernelRow(int[] offsets, float[] taps, int runFrom, int runTo, float runWeight) {
    this.offsets = offsets;
    this.taps = taps;
    this.runFrom = runFrom;
    this.runTo = runTo;
    this.runWeight = runWeight;
  }

  /** The row of {@code size} weights from {@code from} on, mirrored: convolution. */
  static KernelRow of(float[] weights, int from, int size) {
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      row[i] = weights[from + size - 1 - i];
    }
    int[] run = longestRun(row);
    int[] offsets = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (row[i] != 0 && (i < run[0] || i >= run[1])) {
        offsets[count++] = i;
      }
    }
    float[] taps = new float[count];
    for (int k = 0; k < count; k++) {
      taps[k] = row[offsets[k]];
    }
    float weight = run[0] < run[1] ? row[run[0]] : 0;
    return new KernelRow(Arrays.copyOf(offsets, count), taps, run[0], run[1], weight);
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

  /** Writes running sums to {@code sums}: its value i is that of the first i values. */
  static void sum(float[] values, int length, float[] sums) {
    double sum = 0;
    sums[0] = 0;
    for (int i = 0; i < length; i++) {
      sum += values[i];
      sums[i + 1] = (float) sum;
    }
  }

  /**
   * Adds a row of the picture, spread by this row of the kernel, to {@code length} values of {@code
   * target}.
   *
   * @param at the first value of {@code target}
   * @param values a row, the kernel's reach longer to both sides
   * @param sums of {@code values}, by {@link #sum}
   * @param from the value that lies the kernel's reach left of the first target
   */
  void add(float[] target, int at, float[] values, float[] sums, int from, int length) {
    if (runFrom < runTo) {
      addRun(target, at, sums, from, length);
    }
    int k = 0;
    for (; k + 4 <= taps.length; k += 4) {
      addFour(target, at, values, from, length, k);
    }
    for (; k < taps.length; k++) {
      addOne(target, at, values, from + offsets[k], length, taps[k]);
    }
  }

  private void addRun(float[] target, int at, float[] sums, int from, int length) {
    float weight = runWeight;
    int low = from + runFrom;
    int high = from + runTo;
    for (int i = 0; i < length; i++) {
      target[at + i] += weight * (sums[high + i] - sums[low + i]);
    }
  }

  private void addFour(float[] target, int at, float[] values, int from, int length, int k) {
    float first = taps[k];
    float second = taps[k + 1];
    float third = taps[k + 2];
    float fourth = taps[k + 3];
    int a = from + offsets[k];
    int b = from + offsets[k + 1];
    int c = from + offsets[k + 2];
    int d = from + offsets[k + 3];
    for (int i = 0; i < length; i++) {
      target[at + i] +=
          first * values[a + i]
              + second * values[b + i]
              + third * values[c + i]
              + fourth * values[d + i];
    }
  }

  private static void addOne(
      float[] target, int at, float[] values, int from, int length, float weight) {
    for (int i = 0; i < length; i++) {
      target[at + i] += weight * values[from + i];
    }
  }
}
