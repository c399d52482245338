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
  /** Checks the ranges. */
  public PoissonGaussianNoise {
    photons.requireWithin(1, 1e6, "photons");
    readSigma.requireWithin(0, 255, "readSigma");
  }

  @Override
  public Scene apply(Scene scene, SplittableRandom random) {
    double full = photons.draw(random);
    double read = readSigma.draw(random) / 255;
    return scene.with(
        Draws.map(
            scene.image(),
            value ->
                Draws.poisson(Math.max(0, value) * full, random) / full
                    + (read == 0 ? 0 : read * Draws.gaussian(random))));
  }
}
