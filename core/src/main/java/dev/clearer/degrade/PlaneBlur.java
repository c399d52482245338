package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Defocus of a tilted plane: sigma changes linearly across the picture, in a random direction, from
 * one random value to another. In half of the pictures, the focal plane is between the two ends, so
 * that sigma decreases to 0 and increases again.
 *
 * @param sigma range at each end: sigma of the Gaussian of equal variance in pixels, within 0 to
 *     20; a disk of radius r counts as r / 2
 * @param apertures the shapes of out-of-focus points
 */
public record PlaneBlur(Range sigma, Apertures apertures) implements Degradation {
  /** Checks the range. */
  public PlaneBlur {
    sigma.requireWithin(0, 20, "sigma");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Aperture aperture = apertures.draw(random);
    double from = sigma.draw(random);
    double to = sigma.draw(random);
    double signed = random.nextBoolean() ? -from : from;
    return new Tilt(signed, to, random.nextDouble()).apply(picture, aperture);
  }

  @Override
  public int reach() {
    return Tilt.reach(sigma.to());
  }

  @Override
  public double largestSigma() {
    return sigma.to();
  }
}
