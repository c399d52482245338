package dev.clearer.image;

import java.util.function.IntFunction;

/** Rows that a function makes, which is asked for 0, 1, 2 and so on. */
final class RowSource implements Rows {
  private final int width;
  private final int height;
  private final int channels;
  private final IntFunction<float[][]> make;
  private int y;

  RowSource(int width, int height, int channels, IntFunction<float[][]> make) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.make = make;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public float[][] next() {
    if (y == height) {
      throw new IllegalStateException("there is no row " + y);
    }
    return make.apply(y++);
  }
}
