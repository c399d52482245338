package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Where the picture is while the shutter is open: shifts in pixels and turns in radians about the
 * picture's middle, at equal times, each zero on average.
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one exposure
record Trajectory(double[] x, double[] y, double[] turn) {
  /** A straight and even movement of {@code length} pixels while turning by {@code turn}. */
  static Trajectory straight(double length, double turn, int samples, SplittableRandom random) {
    double angle = 2 * Math.PI * random.nextDouble();
    double[] place = new double[samples];
    for (int i = 0; i < samples; i++) {
      place[i] = samples == 1 ? 0 : (double) i / (samples - 1) - 0.5;
    }
    return new Trajectory(
        scaled(place, length * StrictMath.cos(angle)),
        scaled(place, length * StrictMath.sin(angle)),
        scaled(place, turn));
  }

  /** A trembling hand: a walk with inertia, {@code length} pixels from end to end of its extent. */
  static Trajectory shake(double length, double turn, int samples, SplittableRandom random) {
    double[] x = walk(samples, random);
    double[] y = walk(samples, random);
    double[] angle = walk(samples, random);
    double reach = Math.max(extent(x), extent(y));
    double turned = extent(angle);
    return new Trajectory(
        scaled(x, reach == 0 ? 0 : length / reach),
        scaled(y, reach == 0 ? 0 : length / reach),
        scaled(angle, turned == 0 ? 0 : turn / turned));
  }

  private static double[] walk(int samples, SplittableRandom random) {
    double[] places = new double[samples];
    double speed = Draws.gaussian(random);
    double sum = 0;
    for (int i = 1; i < samples; i++) {
      speed = 0.95 * speed + 0.3 * Draws.gaussian(random);
      places[i] = places[i - 1] + speed;
      sum += places[i];
    }
    for (int i = 0; i < samples; i++) {
      places[i] -= sum / samples;
    }
    return places;
  }

  private static double extent(double[] places) {
    double least = 0;
    double most = 0;
    for (double place : places) {
      least = Math.min(least, place);
      most = Math.max(most, place);
    }
    return most - least;
  }

  private static double[] scaled(double[] places, double factor) {
    double[] scaled = places.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }
}
