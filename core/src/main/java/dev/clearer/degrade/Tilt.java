package dev.clearer.degrade;

import dev.clearer.image.Image;

/**
 * A blur whose sigma changes linearly across a picture, between two opposite corners.
 *
 * @param from sigma at one end in pixels, negative in front of the focal plane
 * @param to sigma at the other end
 * @param turn direction as a share of a full turn, 0 to 1
 */
record Tilt(double from, double to, double turn) {
  /** Step of sigma between two kernels, in pixels; values in between mix both. */
  private static final double STEP = 1.0 / 3;

  /** The largest radius in pixels of a tilt with this largest sigma. */
  static int reach(double sigma) {
    return Aperture.reach(sigma + STEP);
  }

  Degraded apply(Degraded picture, Aperture aperture) {
    Image image = picture.image();
    float[] steps = steps(image.width(), image.height());
    return aperture.shape() == Aperture.Shape.GAUSSIAN
        ? gaussian(picture, steps)
        : blurred(picture, new VaryingBlur(steps, image.width(), k -> aperture.kernel(k * STEP)));
  }

  /** Absolute sigma in steps; it changes linearly between two opposite corners. */
  private float[] steps(int width, int height) {
    double alongX = StrictMath.cos(2 * Math.PI * turn) * width;
    double alongY = StrictMath.sin(2 * Math.PI * turn) * height;
    double extent = Math.abs(alongX) + Math.abs(alongY);
    float[] steps = new float[width * height];
    for (int y = 0; y < height; y++) {
      double start = ((y + 0.5) / height - 0.5) * alongY / extent + 0.5;
      for (int x = 0; x < width; x++) {
        double place = start + ((x + 0.5) / width - 0.5) * alongX / extent;
        steps[y * width + x] = (float) (Math.abs(from + (to - from) * place) / STEP);
      }
    }
    return steps;
  }

  private static Degraded blurred(Degraded picture, VaryingBlur blur) {
    return picture.blurred(blur::apply, blur.sigma());
  }

  /** A Gaussian is separable: rows, then columns. */
  private static Degraded gaussian(Degraded picture, float[] steps) {
    int width = picture.image().width();
    VaryingBlur rows = new VaryingBlur(steps, width, k -> line(Aperture.taps(k * STEP), true));
    VaryingBlur columns = new VaryingBlur(steps, width, k -> line(Aperture.taps(k * STEP), false));
    return blurred(blurred(picture, rows), columns);
  }

  private static Kernel line(float[] taps, boolean row) {
    int size = taps.length;
    double[] weights = new double[size * size];
    for (int i = 0; i < size; i++) {
      weights[row ? size / 2 * size + i : i * size + size / 2] = taps[i];
    }
    return Kernel.of(size, weights);
  }
}
