package dev.clearer.infer;

import dev.clearer.image.Image;
import dev.clearer.image.Resize;

/** The enlarged picture, put together from tiles: grey stays one plane. */
final class Mosaic {
  private final int width;
  private final int height;
  private final int scale;
  private final float[][] planes;

  /** For the enlargement by {@code scale} of a picture of that size. */
  Mosaic(Image lowResolution, int scale) {
    this.width = Math.multiplyExact(lowResolution.width(), scale);
    this.height = Math.multiplyExact(lowResolution.height(), scale);
    this.scale = scale;
    this.planes = new float[lowResolution.channels()][Math.multiplyExact(width, height)];
  }

  /** Copies what a tile keeps of its enlargement, cut to the picture's size and to [0, 1]. */
  void put(Tiles.Tile tile, Image restored) {
    int left = tile.keepX() * scale;
    int top = tile.keepY() * scale;
    int right = Math.min(width, left + tile.keepWidth() * scale);
    int bottom = Math.min(height, top + tile.keepHeight() * scale);
    for (int c = 0; c < planes.length; c++) {
      for (int y = top; y < bottom; y++) {
        int row = y - tile.y() * scale;
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

  /** The picture in the given size; its planes go there one by one, since they may be large. */
  Image resized(int newWidth, int newHeight) {
    if (newWidth != width || newHeight != height) {
      for (int c = 0; c < planes.length; c++) {
        Image plane = Image.of(width, height, planes[c]);
        planes[c] = Resize.bicubic(plane, newWidth, newHeight).clamped().plane(0);
      }
    }
    return Image.of(newWidth, newHeight, planes);
  }
}
