package dev.clearer.degrade;

/**
 * The diameter of every pixel's circle of confusion in pixels of the high-resolution picture:
 * positive behind the focal plane, negative in front of it, so that larger values are farther away.
 * Row-major, shared, not to be written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param circle {@code width * height} finite values; absolute values up to 1 are sharp
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane that is never compared or copied
public record CircleMap(int width, int height, float[] circle) {
  /** Checks the number of values. */
  public CircleMap {
    if (circle.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          circle.length + " values do not fill " + width + "x" + height);
    }
  }

  /**
   * Layers of equal circles (rounded to 0.1 px) on the same side of the focal plane, from far to
   * near; all circles up to 1 px form one sharp layer. If there are more than {@code most} layers,
   * the circles are first rounded to {@code most} equal steps.
   */
  public DepthLayers layers(int most) {
    DepthLayers layers = DepthLayers.ofTenths(width, height, tenths(circle));
    return layers.count() <= most
        ? layers
        : DepthLayers.ofTenths(width, height, tenths(stepped(Math.max(2, most))));
  }

  private float[] stepped(int steps) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (float value : circle) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    double step = (largest - smallest) / (steps - 1);
    float[] stepped = new float[circle.length];
    for (int i = 0; i < stepped.length; i++) {
      stepped[i] = (float) (smallest + Math.rint((circle[i] - smallest) / step) * step);
    }
    return stepped;
  }

  private static int[] tenths(float[] circle) {
    int[] tenths = new int[circle.length];
    for (int i = 0; i < tenths.length; i++) {
      int rounded = Math.round(10 * Math.abs(circle[i]));
      tenths[i] = rounded <= 10 ? 0 : circle[i] < 0 ? -rounded : rounded;
    }
    return tenths;
  }
}
