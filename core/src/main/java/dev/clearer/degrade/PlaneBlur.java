package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * A tilted plane through a lens: blur changes evenly across the picture, in any direction, from one
 * drawn sigma to another. In half of the pictures the focal plane lies between the two ends, so
 * that blur falls to 0 and grows again.
 *
 * @param sigma at each end, of the Gaussian of equal variance in pixels, within 0 to 20; a disk of
 *     radius r counts as r / 2
 * @param apertures the shapes of a point out of focus
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
