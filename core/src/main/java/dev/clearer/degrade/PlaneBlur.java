package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * A tilted plane through a lens: blur changes evenly across the picture, in any direction, from one
 * sigma to another. Sigmas are those of the Gaussian of equal variance in pixels, within 0 to 20: a
 * disk of radius r counts as r / 2.
 *
 * @param near sigma at the one end
 * @param far sigma at the other end
 * @param crossing share of the pictures, 0 to 1, whose focal plane lies between the ends, so that
 *     blur falls to 0 and grows again
 * @param apertures the shapes of a point out of focus
 */
public record PlaneBlur(Range near, Range far, double crossing, Apertures apertures)
    implements Degradation {
  /** Between two kernels in sigma, in pixels; what lies between is a mixture of both. */
  private static final double STEP = 1.0 / 3;

  /** Checks the range. */
  public PlaneBlur {
    near.requireWithin(0, 20, "near");
    far.requireWithin(0, 20, "far");
    if (!(crossing >= 0 && crossing <= 1)) {
      throw new IllegalArgumentException("crossing must be 0 to 1, not " + crossing);
    }
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Aperture aperture = apertures.draw(random);
    double from = near.draw(random);
    double to = far.draw(random);
    double signed = random.nextDouble() < crossing ? -from : from;
    Image image = picture.image();
    float[] steps = steps(image.width(), image.height(), signed, to, random.nextDouble());
    return aperture.shape() == Aperture.Shape.GAUSSIAN
        ? gaussian(picture, steps)
        : blurred(picture, new VaryingBlur(steps, image.width(), k -> aperture.kernel(k * STEP)));
  }

  /** Sigma in steps: its size changes evenly, between two opposite corners. */
  private static float[] steps(int width, int height, double from, double to, double turn) {
    double alongX = StrictMath.cos(2 * Math.PI * turn) * width;
    double alongY = StrictMath.sin(2 * Math.PI * turn) * height;
    double extent = Math.abs(alongX) + Math.abs(alongY);
    float[] steps = new float[width * height];
    for (int y = 0; y < height; y++) {
      double start = ((y + 0.5) / height - 0.5) * alongY / extent + 0.5;
      for (int x = 0; x < width; x++) {
        double place = start + ((x + 0.5) / width - 0.5) * alongX / extent;
        steps[y * width + x] = (float) (Math.abs(from + (to - from) * place) / STEP);
      }
    }
    return steps;
  }

  private static Degraded blurred(Degraded picture, VaryingBlur blur) {
    return picture.blurred(blur::apply, blur.sigma());
  }

  /** A Gaussian is blurred along rows and then along columns. */
  private static Degraded gaussian(Degraded picture, float[] steps) {
    int width = picture.image().width();
    VaryingBlur rows = new VaryingBlur(steps, width, k -> line(Aperture.taps(k * STEP), true));
    VaryingBlur columns = new VaryingBlur(steps, width, k -> line(Aperture.taps(k * STEP), false));
    return blurred(blurred(picture, rows), columns);
  }

  private static Kernel line(float[] taps, boolean row) {
    int size = taps.length;
    double[] weights = new double[size * size];
    for (int i = 0; i < size; i++) {
      weights[row ? size / 2 * size + i : i * size + size / 2] = taps[i];
    }
    return Kernel.of(size, weights);
  }

  @Override
  public int reach() {
    return Aperture.reach(largestSigma() + STEP);
  }

  @Override
  public double largestSigma() {
    return Math.max(near.to(), far.to());
  }
}
