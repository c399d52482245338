package dev.clearer.infer;

import dev.clearer.image.Image;

/** Enlarges a picture's frame by its own mirror images, as often as it takes: 1x1 works too. */
final class Padding {
  private Padding() {}

  /** The picture at the upper left of a frame whose sides are multiples of {@code multiple}. */
  static Image toMultiple(Image image, int multiple) {
    int width = roundUp(image.width(), multiple);
    int height = roundUp(image.height(), multiple);
    if (width == image.width() && height == image.height()) {
      return image;
    }
    float[][] planes = new float[image.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < height; y++) {
        int row = mirrored(y, image.height());
        for (int x = 0; x < width; x++) {
          planes[c][y * width + x] = image.at(c, row, mirrored(x, image.width()));
        }
      }
    }
    return Image.of(width, height, planes);
  }

  static int roundUp(int size, int multiple) {
    return Math.multiplyExact((size + multiple - 1) / multiple, multiple);
  }

  /** Where the mirror without a repeated edge shows position {@code i}: ... 2 1 0 1 2 ... */
  static int mirrored(int i, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int phase = i % period;
    return phase < size ? phase : period - phase;
  }
}
