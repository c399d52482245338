package dev.clearer.net.zssr;

import dev.clearer.image.Image;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the eight mirrored and turned views of a picture.
 *
 * @param index 0 to 7: whether it is mirrored across (1), down (2) and transposed after that (4)
 */
record View(int index) {
  /** All eight. */
  static final List<View> ALL = IntStream.range(0, 8).mapToObj(View::new).toList();

  private boolean across() {
    return (index & 1) != 0;
  }

  private boolean down() {
    return (index & 2) != 0;
  }

  private boolean transposed() {
    return (index & 4) != 0;
  }

  /** The picture in this view. */
  Image of(Image picture) {
    Image mirrored = mirrored(picture);
    return transposed() ? transposed(mirrored) : mirrored;
  }

  /** The picture of which {@code seen} is this view. */
  Image undone(Image seen) {
    return mirrored(transposed() ? transposed(seen) : seen);
  }

  private Image mirrored(Image picture) {
    int width = picture.width();
    int height = picture.height();
    float[][] planes = new float[picture.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < height; y++) {
        int row = down() ? height - 1 - y : y;
        for (int x = 0; x < width; x++) {
          planes[c][y * width + x] = picture.at(c, row, across() ? width - 1 - x : x);
        }
      }
    }
    return Image.of(width, height, planes);
  }

  private static Image transposed(Image picture) {
    int width = picture.height();
    int height = picture.width();
    float[][] planes = new float[picture.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          planes[c][y * width + x] = picture.at(c, x, y);
        }
      }
    }
    return Image.of(width, height, planes);
  }
}
