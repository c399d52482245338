package dev.clearer.net.zssr;

import dev.clearer.image.Image;

/**
 * Cuts a square out of a picture that is scaled, turned and sheared about its middle, by cubic
 * interpolation (Keys, a = -1/2), black outside, within [0, 1].
 *
 * @param a to d: where a step of one pixel right (a, c) and down (b, d) in the result leads in the
 *     picture
 */
record AffineWarp(double a, double b, double c, double d) {
  /**
   * The warp that scales by {@code scaleX} and {@code scaleY} (negative ones mirror), shears, and
   * turns by {@code angle} radians.
   */
  static AffineWarp of(double scaleX, double scaleY, double shear, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    // Forward: rotation * shear * scale; the inverse leads from the result into the picture.
    double fa = cos * scaleX;
    double fb = (cos * shear - sin) * scaleY;
    double fc = sin * scaleX;
    double fd = (sin * shear + cos) * scaleY;
    double determinant = fa * fd - fb * fc;
    return new AffineWarp(fd / determinant, -fb / determinant, -fc / determinant, fa / determinant);
  }

  /**
   * The square of {@code size} pixels whose upper left corner is (left, top) in the warped picture,
   * whose middle is where {@code width} / 2 and {@code height} / 2 of it are.
   */
  Image square(Image picture, double left, double top, int size, double width, double height) {
    float[][] planes = new float[picture.channels()][size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double dx = left + x + 0.5 - width / 2;
        double dy = top + y + 0.5 - height / 2;
        double sourceX = a * dx + b * dy + picture.width() / 2.0 - 0.5;
        double sourceY = c * dx + d * dy + picture.height() / 2.0 - 0.5;
        for (int channel = 0; channel < planes.length; channel++) {
          planes[channel][y * size + x] = at(picture, channel, sourceY, sourceX);
        }
      }
    }
    return Image.of(size, size, planes);
  }

  private static float at(Image picture, int channel, double y, double x) {
    int top = (int) Math.floor(y) - 1;
    int left = (int) Math.floor(x) - 1;
    double sum = 0;
    for (int row = Math.max(0, top); row < Math.min(picture.height(), top + 4); row++) {
      double vertical = cubic(y - row);
      for (int column = Math.max(0, left); column < Math.min(picture.width(), left + 4); column++) {
        sum += vertical * cubic(x - column) * picture.at(channel, row, column);
      }
    }
    return (float) Math.min(1, Math.max(0, sum));
  }

  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x <= 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x <= 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }
}
