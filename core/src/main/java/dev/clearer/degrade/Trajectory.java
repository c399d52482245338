package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * The motion during an exposure: shifts in pixels and rotations in radians about the picture's
 * centre, at equal time steps, with zero mean.
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one exposure
record Trajectory(double[] x, double[] y, double[] turn) {
  /** A straight, uniform motion of {@code length} pixels with a rotation by {@code turn}. */
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

  /** A hand's shake: a random walk with inertia, scaled to an extent of {@code length} pixels. */
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

  /** The kernel of every pixel without rotation, with bilinear weights. */
  Kernel kernel() {
    double farthest = 0;
    for (int i = 0; i < x.length; i++) {
      farthest = Math.max(farthest, Math.max(Math.abs(x[i]), Math.abs(y[i])));
    }
    int reach = (int) Math.ceil(farthest);
    int size = 2 * reach + 1;
    double[] weights = new double[size * size];
    for (int i = 0; i < x.length; i++) {
      // a shift of the view moves the picture the other way
      spread(weights, size, reach - x[i], reach - y[i]);
    }
    return Kernel.of(size, weights);
  }

  private static void spread(double[] weights, int size, double x, double y) {
    int left = (int) Math.min(Math.floor(x), Math.max(0, size - 2));
    int top = (int) Math.min(Math.floor(y), Math.max(0, size - 2));
    double right = x - left;
    double below = y - top;
    int at = top * size + left;
    weights[at] += (1 - right) * (1 - below);
    if (size > 1) {
      weights[at + 1] += right * (1 - below);
      weights[at + size] += (1 - right) * below;
      weights[at + size + 1] += right * below;
    }
  }

  private static double[] walk(int samples, SplittableRandom random) {
    double[] places = new double[samples];
    double speed = RandomDraws.gaussian(random);
    double sum = 0;
    for (int i = 1; i < samples; i++) {
      speed = 0.95 * speed + 0.3 * RandomDraws.gaussian(random);
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
