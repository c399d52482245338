package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * The picture of a point out of focus as a real lens makes it: a disk, or the polygon of its
 * blades; for the whole picture, turned at random.
 *
 * @param radius of the disk or of the polygon's corners in pixels, within 0 to 100
 * @param blades corners of the polygon, 3 to 32, or 0 for a disk
 */
public record ApertureBlur(Range radius, int blades) implements Degradation {
  /** Places a pixel's share of the aperture is found by, along each axis. */
  private static final int SAMPLES = 16;

  /** Checks the ranges. */
  public ApertureBlur {
    radius.requireWithin(0, 100, "radius");
    if (blades != 0 && (blades < 3 || blades > 32)) {
      throw new IllegalArgumentException("blades must be 0 or 3 to 32, not " + blades);
    }
  }

  @Override
  public Scene apply(Scene scene, SplittableRandom random) {
    double drawn = radius.draw(random);
    double angle = 2 * Math.PI * random.nextDouble();
    return scene.blurred(kernel(drawn, blades, angle).apply(scene.image()));
  }

  /** Every pixel's share of the aperture; below half a pixel, all of it is the middle one's. */
  static Kernel kernel(double radius, int blades, double angle) {
    if (radius < 0.5) {
      return Kernel.of(1, 1);
    }
    int reach = (int) Math.ceil(radius);
    int size = 2 * reach + 1;
    double[] weights = new double[size * size];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = share(i % size - reach, i / size - reach, radius, blades, angle);
    }
    return Kernel.of(size, weights);
  }

  private static double share(int x, int y, double radius, int blades, double angle) {
    int inside = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
      double sampleX = x + (i % SAMPLES + 0.5) / SAMPLES - 0.5;
      double sampleY = y + (Math.floorDiv(i, SAMPLES) + 0.5) / SAMPLES - 0.5;
      double distance = Math.sqrt(sampleX * sampleX + sampleY * sampleY);
      inside += distance <= edge(sampleX, sampleY, radius, blades, angle) ? 1 : 0;
    }
    return inside;
  }

  /** How far the aperture reaches in the direction of (x, y). */
  private static double edge(double x, double y, double radius, int blades, double angle) {
    if (blades == 0) {
      return radius;
    }
    double sector = 2 * Math.PI / blades;
    double direction = StrictMath.atan2(y, x) - angle;
    double within = direction - sector * Math.floor(direction / sector) - sector / 2;
    return radius * StrictMath.cos(sector / 2) / StrictMath.cos(within);
  }
}
