package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * The shape of an out-of-focus point.
 *
 * @param shape kind of shape
 * @param blades corners of a polygon, 3 to 32; 0 otherwise
 * @param angle of a polygon's first corner in radians; 0 otherwise
 */
record Aperture(Shape shape, int blades, double angle) {
  /** The kinds of shape. */
  enum Shape {
    GAUSSIAN,
    DISK,
    POLYGON
  }

  /** Sampling points per pixel and axis that measure a pixel's share of the aperture. */
  private static final int SAMPLES = 8;

  /** Below this sigma, a shape is a mixture of no blur and a shape of this sigma. */
  private static final double SMALL = 0.5;

  /** Taps of a Gaussian reach this many sigmas, which omits 0.3 % of it along each axis. */
  private static final double GAUSSIAN_REACH = 3;

  static final Aperture GAUSSIAN = new Aperture(Shape.GAUSSIAN, 0, 0);
  static final Aperture DISK = new Aperture(Shape.DISK, 0, 0);

  static Aperture polygon(int blades, double angle) {
    return new Aperture(Shape.POLYGON, blades, angle);
  }

  /** A polygon of 5 to 9 blades with a random rotation. */
  static Aperture drawPolygon(SplittableRandom random) {
    return polygon(random.nextInt(5, 10), 2 * Math.PI * random.nextDouble());
  }

  /** The largest radius in pixels of any shape with this blur. */
  static int reach(double sigma) {
    // a triangle's corners are farthest out: at sigma times sqrt(8)
    return (int) Math.ceil(GAUSSIAN_REACH * Math.max(SMALL, sigma)) + 1;
  }

  /**
   * The kernel with the given blur.
   *
   * @param sigma of the Gaussian of equal variance in pixels, at least 0
   */
  Kernel kernel(double sigma) {
    if (shape == Shape.GAUSSIAN) {
      float[] taps = taps(sigma);
      double[] weights = new double[taps.length * taps.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = taps[i % taps.length] * taps[Math.floorDiv(i, taps.length)];
      }
      return Kernel.of(taps.length, weights);
    }
    Kernel full = kernelOfRadius(radius(Math.max(SMALL, sigma)));
    if (sigma >= SMALL) {
      return full;
    }
    double share = sigma * sigma / (full.sigma() * full.sigma());
    double[] weights = new double[full.size() * full.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = share * full.at(i / full.size(), i % full.size());
    }
    weights[weights.length / 2] += 1 - share;
    return Kernel.of(full.size(), weights);
  }

  /** The taps of a Gaussian along one axis. */
  static float[] taps(double sigma) {
    return GaussianKernel.taps(sigma, (int) Math.ceil(GAUSSIAN_REACH * sigma));
  }

  /** A pixel is itself a square with variance 1/12 along each axis. */
  private double radius(double sigma) {
    double variance = Math.max(0, sigma * sigma - 1.0 / 12);
    double share = shape == Shape.DISK ? 1 / 4.0 : (2 + StrictMath.cos(2 * Math.PI / blades)) / 12;
    return Math.sqrt(variance / share);
  }

  /** Every pixel's share of a disk, or of a polygon inscribed in it. */
  Kernel kernelOfRadius(double radius) {
    int reach = Math.max(0, (int) Math.ceil(radius - 0.5));
    int size = 2 * reach + 1;
    Edge[] edges = edges(radius);
    double[] weights = new double[size * size];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = share(i % size - reach, Math.floorDiv(i, size) - reach, radius, edges);
    }
    return Kernel.of(size, weights);
  }

  /** The straight line {@code x * alongX + y * alongY = distance}. */
  private record Edge(double alongX, double alongY, double distance) {
    double beyond(double x, double y) {
      return x * alongX + y * alongY - distance;
    }
  }

  private Edge[] edges(double radius) {
    Edge[] edges = new Edge[blades];
    double half = Math.PI / Math.max(1, blades);
    for (int k = 0; k < blades; k++) {
      double normal = angle + (2 * k + 1) * half;
      edges[k] =
          new Edge(StrictMath.cos(normal), StrictMath.sin(normal), radius * StrictMath.cos(half));
    }
    return edges;
  }

  /**
   * Signed distance of a point from the shape, negative inside. It changes at most as fast as the
   * point moves.
   */
  private static double outside(double x, double y, double radius, Edge[] edges) {
    if (edges.length == 0) {
      return Math.sqrt(x * x + y * y) - radius;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (Edge edge : edges) {
      most = Math.max(most, edge.beyond(x, y));
    }
    return most;
  }

  private static double share(int x, int y, double radius, Edge[] edges) {
    double middle = outside(x, y, radius, edges);
    double halfDiagonal = 0.7072;
    if (Math.abs(middle) > halfDiagonal) {
      return middle < 0 ? SAMPLES * SAMPLES : 0;
    }
    int inside = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
      double sampleX = x + (i % SAMPLES + 0.5) / SAMPLES - 0.5;
      double sampleY = y + (Math.floorDiv(i, SAMPLES) + 0.5) / SAMPLES - 0.5;
      inside += outside(sampleX, sampleY, radius, edges) <= 0 ? 1 : 0;
    }
    return inside;
  }
}
