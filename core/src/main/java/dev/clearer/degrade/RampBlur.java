package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Defocus of a tilted plane with separate ranges for its two ends: sigma changes linearly across
 * the picture, in a random direction. Sigma is that of the Gaussian of equal variance in pixels,
 * within 0 to 20; a disk of radius r counts as r / 2.
 *
 * @param near range of sigma at one end
 * @param far range of sigma at the other end
 * @param apertures the shapes of out-of-focus points
 */
public record RampBlur(Range near, Range far, Apertures apertures) implements Degradation {
  /** Checks the ranges. */
  public RampBlur {
    near.requireWithin(0, 20, "near");
    far.requireWithin(0, 20, "far");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Aperture aperture = apertures.draw(random);
    Tilt tilt = new Tilt(near.draw(random), far.draw(random), random.nextDouble());
    return tilt.apply(picture, aperture);
  }

  @Override
  public int reach() {
    return Tilt.reach(largestSigma());
  }

  @Override
  public double largestSigma() {
    return Math.max(near.to(), far.to());
  }
}
