package dev.clearer.image;

/** Turns and mirrors pictures upright. */
final class Orientation {
  private Orientation() {}

  /**
   * The picture that a file of this EXIF orientation shows: 1 as it is, 2 mirrored left to right, 3
   * turned by 180 degrees, 4 mirrored top to bottom, 5 transposed, 6 turned right, 7 transposed
   * along the other diagonal, 8 turned left.
   */
  static Image upright(Image image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    boolean transposed = orientation > 4;
    int width = transposed ? image.height() : image.width();
    int height = transposed ? image.width() : image.height();
    float[][] planes = new float[image.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      turn(image, image.plane(c), orientation, width, planes[c]);
    }
    return Image.of(width, height, planes);
  }

  private static void turn(Image from, float[] in, int orientation, int width, float[] out) {
    boolean transposed = orientation > 4;
    boolean right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean down = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    for (int i = 0; i < out.length; i++) {
      int x = transposed ? i / width : i % width;
      int y = transposed ? i % width : i / width;
      int column = right ? from.width() - 1 - x : x;
      int row = down ? from.height() - 1 - y : y;
      out[i] = in[row * from.width() + column];
    }
  }
}
