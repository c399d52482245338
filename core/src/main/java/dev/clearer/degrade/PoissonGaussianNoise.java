package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * The noise of a sensor: a whole number of photons, then the noise of reading them out; the result
 * is cut to [0, 1]. Pixel values count as linear light.
 *
 * @param photons how many a pixel of value 1 collects, within 1 to 1,000,000
 * @param readSigma the read-out's deviation in levels of 0 to 255, within 0 to 255
 */
public record PoissonGaussianNoise(Range photons, Range readSigma) implements Degradation {
  /** From this mean on, a Poisson number is drawn as a normal one. */
  private static final double MANY = 24;

  /** Checks the ranges. */
  public PoissonGaussianNoise {
    photons.requireWithin(1, 1e6, "photons");
    readSigma.requireWithin(0, 255, "readSigma");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    double full = photons.draw(random);
    double read = readSigma.draw(random) / 255;
    FastNormal normal = new FastNormal(random);
    return picture.noisy(
        RandomDraws.map(
            picture.image(),
            value ->
                photons(Math.max(0, value) * full, normal, random) / full
                    + (read == 0 ? 0 : read * normal.next())));
  }

  /** A Poisson number; of many, a normal one, which a read-out does not tell apart. */
  private static double photons(double mean, FastNormal normal, SplittableRandom random) {
    return mean >= MANY
        ? mean + Math.sqrt(mean) * normal.next()
        : RandomDraws.poisson(mean, random);
  }
}
