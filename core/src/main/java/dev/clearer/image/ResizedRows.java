package dev.clearer.image;

/**
 * Resizes rows as they come, to the bit as {@link Resize} resizes the whole: it remembers only the
 * rows that one result row is made of.
 */
final class ResizedRows implements Rows {
  private final Rows source;
  private final Resampling horizontal;
  private final Resampling vertical;
  private final boolean widenFirst;
  private final float[][][] remembered;
  private int taken;
  private int y;

  private ResizedRows(Rows source, Resampling horizontal, Resampling vertical) {
    this.source = source;
    this.horizontal = horizontal;
    this.vertical = vertical;
    widenFirst = vertical.size() > vertical.source();
    remembered = new float[vertical.taps() + 1][][];
  }

  static Rows of(Rows source, Resampling.Kernel kernel, int width, int height) {
    if (width == source.width() && height == source.height()) {
      return source;
    }
    return new ResizedRows(
        source,
        Resampling.to(kernel, source.width(), width),
        Resampling.to(kernel, source.height(), height));
  }

  @Override
  public int width() {
    return horizontal.size();
  }

  @Override
  public int height() {
    return vertical.size();
  }

  @Override
  public int channels() {
    return source.channels();
  }

  @Override
  public float[][] next() {
    if (y == height()) {
      throw new IllegalStateException("there is no row " + y);
    }
    takeUntil(vertical.last(y));
    float[][] row = new float[channels()][];
    for (int c = 0; c < row.length; c++) {
      int channel = c;
      float[] sum = vertical.sum(y, line -> remembered[line % remembered.length][channel]);
      row[c] = widenFirst ? sum : horizontal.rows(sum, 1);
    }
    y++;
    return row;
  }

  private void takeUntil(int last) {
    while (taken <= last) {
      float[][] row = source.next();
      float[][] kept = new float[row.length][];
      for (int c = 0; c < row.length; c++) {
        kept[c] = widenFirst ? horizontal.rows(row[c], 1) : row[c].clone();
      }
      remembered[taken++ % remembered.length] = kept;
    }
  }
}
