package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.Arrays;

/**
 * The blurred colours and mask of one layer, for any kernel, with a margin for the kernel's radius.
 * The time is proportional to the layer's area.
 */
final class LensLayer {
  private final Image sharp;
  private final int width;
  private final int height;
  private final int reach;

  /** Colours and mask by rows; pixel (x, y) is at [y + reach][x + reach]. */
  private final float[][][] planes;

  private final ShiftedRow[] rows;
  private int top;
  private int bottom;
  private int left;
  private int right;

  /**
   * An empty layer.
   *
   * @param reach of the largest kernel in pixels
   */
  LensLayer(Image sharp, int reach) {
    this.sharp = sharp;
    this.reach = reach;
    width = sharp.width();
    height = sharp.height();
    planes = new float[sharp.channels() + 1][height + 2 * reach][width + 2 * reach];
    rows = new ShiftedRow[reach + 1];
    forget();
  }

  private void forget() {
    top = height;
    bottom = 0;
    left = width;
    right = 0;
  }

  /** Adds the pixels [from, to) of {@code pixels}, which are sorted. */
  void spread(int[] pixels, int from, int to, Kernel kernel) {
    for (int start = from; start < to; ) {
      int y = pixels[start] / width;
      int end = start + 1;
      while (end < to && pixels[end] < (y + 1) * width) {
        end++;
      }
      spread(y, Arrays.copyOfRange(pixels, start, end), kernel);
      start = end;
    }
  }

  /** Spreads pixels of row {@code y}; separate runs are spread separately. */
  private void spread(int y, int[] pixels, Kernel kernel) {
    int own = kernel.reach();
    top = Math.min(top, y - own);
    bottom = Math.max(bottom, y + own + 1);
    for (int start = 0; start < pixels.length; ) {
      int end = start + 1;
      while (end < pixels.length && pixels[end] <= pixels[end - 1] + 2 * own) {
        end++;
      }
      int x = pixels[start] - y * width;
      int after = pixels[end - 1] - y * width + 1;
      left = Math.min(left, x - own);
      right = Math.max(right, after + own);
      for (int c = 0; c < planes.length; c++) {
        ShiftedRow row = row(own);
        write(row, own, y, pixels, start, end, c);
        row.move(x - own + reach, after + own + reach);
        for (int dy = -own; dy <= own; dy++) {
          float[] target = planes[c][y + dy + reach];
          kernel.row(dy).add(target, row, x - own + reach, after + own + reach);
        }
      }
      start = end;
    }
  }

  private ShiftedRow row(int own) {
    if (rows[own] == null) {
      rows[own] = new ShiftedRow(width + 2 * reach, own);
    }
    return rows[own];
  }

  /** Writes the pixels [start, end) of a row, with 0 elsewhere. */
  private void write(
      ShiftedRow row, int own, int y, int[] pixels, int start, int end, int channel) {
    float[] padded = row.padded();
    int base = own + reach - y * width;
    Arrays.fill(padded, pixels[start] + base - 2 * own, pixels[end - 1] + base + 2 * own + 1, 0);
    for (int i = start; i < end; i++) {
      padded[pixels[i] + base] = channel < sharp.channels() ? sharp.plane(channel)[pixels[i]] : 1;
    }
  }

  /** Composites the layer over {@code canvas} and clears it. */
  void layOver(Canvas canvas) {
    fold();
    float[][] row = new float[planes.length][];
    for (int y = top; y < bottom; y++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = planes[c][y + reach];
      }
      canvas.lay(row, left + reach, y * width + left, right - left);
      for (float[] values : row) {
        Arrays.fill(values, left + reach, right + reach, 0);
      }
    }
    forget();
  }

  /** A symmetric border is the same as folding back what was spread beyond the edges. */
  private void fold() {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < 0; x++) {
        move(x, y, Border.mirror(x, width), y);
      }
      for (int x = width; x < right; x++) {
        move(x, y, Border.mirror(x, width), y);
      }
    }
    int mirroredRight = left < 0 ? Math.min(width, -left) : 0;
    int mirroredLeft = right > width ? Math.max(0, 2 * width - right) : width;
    left = Math.min(Math.max(0, left), mirroredLeft);
    right = Math.max(Math.min(width, right), mirroredRight);
    for (int x = left; x < right; x++) {
      for (int y = top; y < 0; y++) {
        move(x, y, x, Border.mirror(y, height));
      }
      for (int y = height; y < bottom; y++) {
        move(x, y, x, Border.mirror(y, height));
      }
    }
    int mirroredBottom = top < 0 ? Math.min(height, -top) : 0;
    int mirroredTop = bottom > height ? Math.max(0, 2 * height - bottom) : height;
    top = Math.min(Math.max(0, top), mirroredTop);
    bottom = Math.max(Math.min(height, bottom), mirroredBottom);
  }

  private void move(int x, int y, int toX, int toY) {
    for (float[][] plane : planes) {
      plane[toY + reach][toX + reach] += plane[y + reach][x + reach];
      plane[y + reach][x + reach] = 0;
    }
  }
}
