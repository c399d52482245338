package dev.clearer.image;

/**
 * The integers that rows become in a file: colours, then alpha.
 *
 * @param rows values from 0
 * @param unit a value of 1 becomes this level
 */
record Levels(PictureRows rows, float unit) {
  int width() {
    return rows.width();
  }

  int height() {
    return rows.height();
  }

  int bands() {
    return rows.colour().channels() + (rows.alpha() == null ? 0 : 1);
  }

  int bitDepth() {
    return rows.bitDepth();
  }

  /** The next row, rounded and held to what {@code bitDepth} bits can say; bands interleaved. */
  int[] next() {
    int bands = bands();
    int[] levels = new int[width() * bands];
    float[][] colour = rows.colour().next();
    for (int c = 0; c < colour.length; c++) {
      put(colour[c], levels, c, bands);
    }
    Rows alpha = rows.alpha();
    if (alpha != null) {
      put(alpha.next()[0], levels, bands - 1, bands);
    }
    return levels;
  }

  private void put(float[] values, int[] levels, int band, int bands) {
    int most = (1 << bitDepth()) - 1;
    for (int x = 0; x < values.length; x++) {
      levels[x * bands + band] = Math.min(most, Math.max(0, Math.round(unit * values[x])));
    }
  }
}
