package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * One lens blur for the whole picture with a disk, a polygon or a Gaussian.
 *
 * @param sigma of the Gaussian of equal variance in pixels, within 0 to 50; a disk of radius r
 *     counts as r / 2
 * @param apertures the shapes
 */
public record ApertureBlur(Range sigma, Apertures apertures) implements Degradation {
  /** Checks the range. */
  public ApertureBlur {
    sigma.requireWithin(0, 50, "sigma");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Aperture aperture = apertures.draw(random);
    double drawn = sigma.draw(random);
    if (aperture.shape() == Aperture.Shape.GAUSSIAN) {
      float[] taps = Aperture.taps(drawn);
      double actual = GaussianKernel.sigma(taps);
      return picture.blurred(
          image -> GaussianBlur.separable(image, taps, taps),
          Maps.constant(picture.image(), actual));
    }
    Kernel kernel = aperture.kernel(drawn);
    return picture.blurred(kernel::convolved, Maps.constant(picture.image(), kernel.sigma()));
  }

  @Override
  public int reach() {
    return Aperture.reach(sigma.to());
  }

  @Override
  public double largestSigma() {
    return sigma.to();
  }
}
