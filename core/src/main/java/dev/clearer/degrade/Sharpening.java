package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Unsharp masking, as in phones and editors: the picture plus {@code amount} times its difference
 * from a Gaussian blur, clipped to [0, 1]. The blur map does not change: it describes the lens,
 * whose blur sharpening does not undo. Noise is amplified like detail.
 *
 * @param sigma of the Gaussian in pixels, within 0.1 to 5
 * @param amount within 0 to 3
 */
public record Sharpening(Range sigma, Range amount) implements Degradation {
  /** Taps reach this many sigmas. */
  private static final double REACH = 3;

  /** Checks the ranges. */
  public Sharpening {
    sigma.requireWithin(0.1, 5, "sigma");
    amount.requireWithin(0, 3, "amount");
  }

  /** Typical settings of editors: sigma 2 pixels, amount 1. */
  public static Image usual(Image image) {
    float[] taps = GaussianKernel.taps(2, 6);
    return sharpened(image, taps, 1).clamped();
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    double radius = sigma.draw(random);
    float strength = (float) amount.draw(random);
    float[] taps = GaussianKernel.taps(radius, (int) Math.ceil(REACH * radius));
    Degraded sharpened = picture.filtered(image -> sharpened(image, taps, strength));
    return sharpened.stored(sharpened.image().clamped());
  }

  private static Image sharpened(Image image, float[] taps, float strength) {
    Image smooth = GaussianBlur.separable(image, taps, taps);
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = image.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] += strength * (planes[c][i] - smooth.plane(c)[i]);
      }
    }
    return Image.of(image.width(), image.height(), planes);
  }

  @Override
  public int reach() {
    return (int) Math.ceil(REACH * sigma.to());
  }
}
