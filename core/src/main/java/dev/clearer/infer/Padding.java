package dev.clearer.infer;

import dev.clearer.image.Image;

/** Continues a picture beyond its edges by its own mirror images, as often as it takes. */
final class Padding {
  private Padding() {}

  /**
   * What a tile reads of a picture, as three channels; right of the picture and below it may lie
   * mirror images: 1x1 works too.
   */
  static Image read(Image image, Tiles.Tile tile) {
    float[][] planes = new float[3][tile.width() * tile.height()];
    for (int c = 0; c < 3; c++) {
      int channel = image.channels() == 3 ? c : 0;
      for (int y = 0; y < tile.height(); y++) {
        int row = mirrored(tile.y() + y, image.height());
        for (int x = 0; x < tile.width(); x++) {
          planes[c][y * tile.width() + x] =
              image.at(channel, row, mirrored(tile.x() + x, image.width()));
        }
      }
    }
    return Image.of(tile.width(), tile.height(), planes);
  }

  /** The least common multiple. */
  static int common(int a, int b) {
    int multiple = a;
    while (multiple % b != 0) {
      multiple = Math.addExact(multiple, a);
    }
    return multiple;
  }

  static int roundUp(int size, int multiple) {
    return Math.multiplyExact((size + multiple - 1) / multiple, multiple);
  }

  /** Where the mirror without a repeated edge shows position {@code i}: ... 2 1 0 1 2 ... */
  static int mirrored(int i, int size) {
    if (i < size || size == 1) {
      return size == 1 ? 0 : i;
    }
    int period = 2 * (size - 1);
    int phase = i % period;
    return phase < size ? phase : period - phase;
  }
}
