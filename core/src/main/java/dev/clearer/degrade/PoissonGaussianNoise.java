package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Sensor noise: photon (Poisson) noise, then Gaussian read noise; the result is clipped to [0, 1].
 * Pixel values are taken as linear light.
 *
 * @param photons photons per pixel of value 1, within 1 to 1,000,000
 * @param readSigma standard deviation of the read noise in levels of 0 to 255, within 0 to 255
 */
public record PoissonGaussianNoise(Range photons, Range readSigma) implements Degradation {
  /** From this mean on, the normal approximation is used. */
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

  /** A Poisson number, or its normal approximation for large means. */
  private static double photons(double mean, FastNormal normal, SplittableRandom random) {
    return mean >= MANY
        ? mean + Math.sqrt(mean) * normal.next()
        : RandomDraws.poisson(mean, random);
  }
}
