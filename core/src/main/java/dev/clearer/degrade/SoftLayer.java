package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The blurred colours and mask of one layer. The time is proportional to the layer's area: pixels
 * are spread along their rows, rows are spread vertically, and only blocks that were reached are
 * composited and cleared for the next layer.
 */
final class SoftLayer {
  private static final int BLOCK = 16;

  private final Image sharp;
  private final int width;
  private final int height;
  private final int window;
  private final int blocks;
  private final float[][] planes;
  private final float[][] row;
  private final BitSet reached;
  private final BitSet reachedInRow;

  SoftLayer(Image sharp, int window) {
    this.sharp = sharp;
    this.window = window;
    width = sharp.width();
    height = sharp.height();
    blocks = (width + BLOCK - 1) / BLOCK;
    planes = new float[sharp.channels() + 1][width * height];
    row = new float[sharp.channels() + 1][width + 2 * window];
    reached = new BitSet(blocks * height);
    reachedInRow = new BitSet(blocks);
  }

  /** Adds the pixels [from, to) of {@code pixels}, which are sorted, each spread by the kernel. */
  void spread(int[] pixels, int from, int to, float[] taps) {
    int start = from;
    while (start < to) {
      int y = pixels[start] / width;
      int end = start;
      while (end < to && pixels[end] < (y + 1) * width) {
        spreadAlongRow(pixels[end++], y, taps);
      }
      foldRow();
      spreadOverRows(y, taps);
      clearRow();
      start = end;
    }
  }

  private void spreadAlongRow(int pixel, int y, float[] taps) {
    int x = pixel - y * width;
    int radius = taps.length / 2;
    int start = x + window - radius;
    for (int c = 0; c < row.length; c++) {
      float value = c < sharp.channels() ? sharp.plane(c)[pixel] : 1;
      float[] target = row[c];
      for (int i = 0; i < taps.length; i++) {
        target[start + i] += value * taps[i];
      }
    }
    reachedInRow.set(Math.max(0, x - radius) / BLOCK, Math.min(width - 1, x + radius) / BLOCK + 1);
  }

  /** A symmetric border is the same as folding back what was spread beyond the edges. */
  private void foldRow() {
    if (reachedInRow.nextSetBit(0) * BLOCK < window
        || reachedInRow.length() * BLOCK > width - window) {
      for (float[] values : row) {
        for (int x = -window; x < 0; x++) {
          values[window + Border.mirror(x, width)] += values[window + x];
          int beyond = width - 1 - x;
          values[window + Border.mirror(beyond, width)] += values[window + beyond];
          values[window + x] = 0;
          values[window + beyond] = 0;
        }
      }
    }
  }

  private void spreadOverRows(int y, float[] taps) {
    int radius = taps.length / 2;
    for (int start = reachedInRow.nextSetBit(0); start >= 0; ) {
      int end = reachedInRow.nextClearBit(start);
      int from = start * BLOCK;
      int length = Math.min(width, end * BLOCK) - from;
      for (int c = 0; c < row.length; c++) {
        for (int i = 0; i < taps.length; i++) {
          int target = Border.mirror(y + i - radius, height);
          add(planes[c], target * width + from, row[c], window + from, length, taps[i]);
        }
      }
      for (int dy = -radius; dy <= radius; dy++) {
        int target = Border.mirror(y + dy, height) * blocks;
        reached.set(target + start, target + end);
      }
      start = reachedInRow.nextSetBit(end);
    }
  }

  private static void add(
      float[] target, int at, float[] source, int from, int length, float factor) {
    for (int i = 0; i < length; i++) {
      target[at + i] += factor * source[from + i];
    }
  }

  private void clearRow() {
    for (int block = reachedInRow.nextSetBit(0); block >= 0; ) {
      int end = reachedInRow.nextClearBit(block);
      for (float[] values : row) {
        Arrays.fill(values, window + block * BLOCK, window + Math.min(width, end * BLOCK), 0);
      }
      block = reachedInRow.nextSetBit(end);
    }
    reachedInRow.clear();
  }

  /** Composites the layer over {@code canvas} and clears it. */
  void layOver(Canvas canvas) {
    for (int bit = reached.nextSetBit(0); bit >= 0; ) {
      int y = bit / blocks;
      int end = Math.min(reached.nextClearBit(bit), (y + 1) * blocks);
      int from = y * width + (bit - y * blocks) * BLOCK;
      int to = y * width + Math.min(width, (end - y * blocks) * BLOCK);
      canvas.lay(planes, from, to);
      for (float[] plane : planes) {
        Arrays.fill(plane, from, to, 0);
      }
      bit = reached.nextSetBit(end);
    }
    reached.clear();
  }
}
