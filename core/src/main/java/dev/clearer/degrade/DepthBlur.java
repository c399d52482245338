package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Out of focus by depth, in layers that hide each other: the lens of {@link Defocus}, focused in
 * every picture anew, with a largest blur that is drawn for every picture.
 *
 * @param sigma of the picture's largest blur, of the Gaussian of equal variance in pixels, within 0
 *     to 125; a disk of radius r counts as r / 2
 * @param reaching share of the pictures, 0 to 1, whose largest blur is the largest of {@code
 *     sigma}; the others' is drawn evenly
 * @param layers most levels of blur, at least 2: fewer are drawn faster, and the blur map holds
 *     them exactly
 * @param apertures the shapes of a point out of focus
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

  /** The corners of a pentagon lie 2.28 sigmas out. */
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
