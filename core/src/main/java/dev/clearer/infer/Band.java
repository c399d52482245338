package dev.clearer.infer;

import dev.clearer.image.Image;

/** A band of an enlarged picture as wide as that, put together from tiles: grey stays one plane. */
final class Band {
  private final int top;
  private final int width;
  private final int height;
  private final int scale;
  private final float[][] planes;

  /** The enlargement of {@code height} rows from {@code top} on, all by {@code scale}. */
  Band(Image lowResolution, int top, int height, int scale) {
    this.top = top;
    this.scale = scale;
    this.width = Math.multiplyExact(lowResolution.width(), scale);
    this.height = Math.min(height, lowResolution.height() - top) * scale;
    this.planes = new float[lowResolution.channels()][Math.multiplyExact(width, this.height)];
  }

  /** Its number of rows. */
  int height() {
    return height;
  }

  /** Copies what a tile keeps of its enlargement, cut to the picture's size and to [0, 1]. */
  void put(Tiles.Tile tile, Image restored) {
    int left = tile.keepX() * scale;
    int right = Math.min(width, left + tile.keepWidth() * scale);
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < height; y++) {
        int row = y + (top - tile.y()) * scale;
        for (int x = left; x < right; x++) {
          float value = value(restored, c, row, x - tile.x() * scale);
          planes[c][y * width + x] = Math.max(0, Math.min(1, value));
        }
      }
    }
  }

  private float value(Image restored, int channel, int y, int x) {
    return planes.length == 3
        ? restored.at(channel, y, x)
        : (restored.at(0, y, x) + restored.at(1, y, x) + restored.at(2, y, x)) / 3;
  }

  /** A row of it, counted from its own top. */
  float[][] row(int y) {
    float[][] row = new float[planes.length][width];
    for (int c = 0; c < row.length; c++) {
      System.arraycopy(planes[c], y * width, row[c], 0, width);
    }
    return row;
  }
}
