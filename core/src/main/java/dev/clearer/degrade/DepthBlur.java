package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Defocus by depth in layers that occlude each other: the lens of {@link Defocus} with a random
 * focus and a random largest blur for every picture.
 *
 * @param sigma range of the picture's largest blur: sigma of the Gaussian of equal variance in
 *     pixels, within 0 to 125; a disk of radius r counts as r / 2
 * @param reaching share of the pictures, 0 to 1, whose largest blur is the upper end of {@code
 *     sigma}; for the others it is uniform
 * @param layers limit for the number of blur levels, at least 2; fewer are faster, and the blur map
 *     is exact
 * @param apertures the shapes of out-of-focus points
 */
public record DepthBlur(Range sigma, double reaching, int layers, Apertures apertures)
    implements Degradation {
  /** Checks the ranges. */
  public DepthBlur {
    sigma.requireWithin(0, 125, "sigma");
    if (!(reaching >= 0 && reaching <= 1)) {
      throw new IllegalArgumentException("reaching must be 0 to 1, not " + reaching);
    }
    if (layers < 2) {
      throw new IllegalArgumentException("layers must be at least 2, not " + layers);
    }
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Image image = picture.image();
    SceneGeometry.LensDepth depth =
        picture.geometry().depth(random.split(), image.width(), image.height());
    double largest = random.nextDouble() < reaching ? sigma.to() : sigma.draw(random);
    Defocus lens = Defocus.upTo(4 * largest + 1).withLayers(layers);
    Focus focus = lens.focus(depth.whole(), random.nextLong());
    DepthLayers cut = lens.shot(depth.picture(), focus).layers();
    Aperture aperture = apertures.draw(random);
    if (aperture.shape() == Aperture.Shape.GAUSSIAN) {
      LayeredBlur blur = LayeredBlur.upTo(largest);
      return picture.blurred(sharp -> blur.apply(sharp, cut).image(), cut.blurMap());
    }
    LensLayers blur = new LensLayers(cut, aperture);
    return picture.blurred(blur::apply, blur.blurMap());
  }

  /** The corners of a pentagon are 2.28 sigmas from its centre. */
  @Override
  public int reach() {
    int gaussian = LayeredBlur.upTo(sigma.to()).window();
    return apertures.polygon() > 0 ? (int) Math.ceil(2.3 * sigma.to()) : gaussian;
  }

  @Override
  public double largestSigma() {
    return sigma.to();
  }
}
