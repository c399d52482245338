package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Random numbers that are the same on every machine and Java version. */
final class RandomDraws {
  /** From this mean on, a Poisson number is a rounded normal number. */
  private static final double MANY = 64;

  private RandomDraws() {}

  /** A standard normal number (Box and Muller), by strict mathematics. */
  static double gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  /** A Poisson number (Knuth's product of uniform numbers). */
  static double poisson(double mean, SplittableRandom random) {
    if (mean >= MANY) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * gaussian(random)));
    }
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  /** Applies a change to every value of the picture, in order, and clips it to [0, 1]. */
  static Image map(Image image, DoubleUnaryOperator change) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = image.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = (float) Math.max(0, Math.min(1, change.applyAsDouble(planes[c][i])));
      }
    }
    return Image.of(image.width(), image.height(), planes);
  }

  /** {@code image} minus {@code other}, of equal size. */
  static Image difference(Image image, Image other) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = image.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] -= other.plane(c)[i];
      }
    }
    return Image.of(image.width(), image.height(), planes);
  }
}
