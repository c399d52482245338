package dev.clearer.net.kernel;

import dev.clearer.image.Image;

/**
 * Gradients of a picture's grey values: central differences, one-sided at the borders. Row-major,
 * shared, not to be written to.
 *
 * @param down along columns
 * @param across along rows
 */
@SuppressWarnings("ArrayRecordComponent") // large planes: compared by nobody, copied by nobody
public record Gradients(double[] down, double[] across) {
  private static final double[] GREY = {0.299, 0.587, 0.114};

  /** Of a picture in colour. */
  public static Gradients of(Image picture) {
    int width = picture.width();
    int height = picture.height();
    double[] grey = grey(picture);
    double[] down = new double[grey.length];
    double[] across = new double[grey.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        down[i] = difference(grey, i, y, height, width);
        across[i] = difference(grey, i, x, width, 1);
      }
    }
    return new Gradients(down, across);
  }

  /** The length of the gradient at every pixel. */
  public double[] magnitude() {
    double[] magnitude = new double[down.length];
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = Math.hypot(down[i], across[i]);
    }
    return magnitude;
  }

  private static double[] grey(Image picture) {
    double[] grey = new double[picture.width() * picture.height()];
    for (int c = 0; c < GREY.length; c++) {
      float[] plane = picture.plane(c);
      for (int i = 0; i < grey.length; i++) {
        grey[i] += GREY[c] * plane[i];
      }
    }
    return grey;
  }

  private static double difference(double[] plane, int i, int place, int length, int step) {
    boolean first = place == 0;
    boolean last = place == length - 1;
    double change = plane[last ? i : i + step] - plane[first ? i : i - step];
    return first || last ? change : change / 2;
  }
}
