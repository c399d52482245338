package dev.clearer.image;

/** What all row-major planes have in common. */
final class Planes {
  private Planes() {}

  static void requireInside(int width, int height, int x, int y, int cropWidth, int cropHeight) {
    if (x < 0 || y < 0 || cropWidth < 1 || cropHeight < 1) {
      throw new IllegalArgumentException(
          "no rectangle: " + cropWidth + "x" + cropHeight + " at (" + x + ", " + y + ")");
    }
    if (x > width - cropWidth || y > height - cropHeight) {
      throw new IllegalArgumentException(
          cropWidth
              + "x"
              + cropHeight
              + " at ("
              + x
              + ", "
              + y
              + ") leaves "
              + width
              + "x"
              + height);
    }
  }

  static float[] crop(
      float[] plane, int width, int height, int x, int y, int cropWidth, int cropHeight) {
    requireInside(width, height, x, y, cropWidth, cropHeight);
    float[] cropped = new float[cropWidth * cropHeight];
    for (int row = 0; row < cropHeight; row++) {
      System.arraycopy(plane, (y + row) * width + x, cropped, row * cropWidth, cropWidth);
    }
    return cropped;
  }
}
