package dev.clearer.image;

import java.util.function.IntFunction;

/** A picture or map that comes row by row from the top, so that nobody needs to hold it whole. */
public interface Rows {
  /** Rows that {@code make} makes, which is asked for 0, 1, 2 and so on. */
  static Rows of(int width, int height, int channels, IntFunction<float[][]> make) {
    return new RowSource(width, height, channels, make);
  }

  /** Width in pixels. */
  int width();

  /** Number of rows. */
  int height();

  /** Number of values a pixel. */
  int channels();

  /**
   * The next row, an array of {@link #width} values a channel; it is good until the next call.
   *
   * @throws IllegalStateException after the last row
   */
  float[][] next();

  /** All rows as a picture; none may have been taken before. */
  default Image image() {
    float[][] planes = new float[channels()][Math.multiplyExact(width(), height())];
    for (int y = 0; y < height(); y++) {
      float[][] row = next();
      for (int c = 0; c < planes.length; c++) {
        System.arraycopy(row[c], 0, planes[c], y * width(), width());
      }
    }
    return Image.of(width(), height(), planes);
  }

  /** The same with every value below 0 set to 0 and above 1 to 1. */
  default Rows clamped() {
    return of(
        width(),
        height(),
        channels(),
        y -> {
          float[][] row = next();
          for (float[] values : row) {
            for (int x = 0; x < values.length; x++) {
              values[x] = Math.min(1, Math.max(0, values[x]));
            }
          }
          return row;
        });
  }
}
