package dev.clearer.originals;

import dev.clearer.degrade.GaussianBlur;
import dev.clearer.image.Image;

/**
 * Detects pictures that are out of focus: the share of fine detail (removed by a Gaussian of sigma
 * 0.7) in all detail up to 4 px (removed by sigma 2).
 */
public final class Sharpness {
  /** Below this value, a picture is out of focus. Measured on real pictures: docs/datasets.md. */
  public static final double LEAST = 0.3;

  private Sharpness() {}

  /** Mean change of green by the weak blur divided by that by the strong blur; 1 without detail. */
  public static double of(Image image) {
    float[] sharp = image.plane(image.channels() / 2);
    Image green = Image.of(image.width(), image.height(), sharp);
    double coarse = change(green, 2, 6);
    return coarse < 1e-6 ? 1 : change(green, 0.7, 3) / coarse;
  }

  private static double change(Image image, double sigma, int window) {
    float[] before = image.plane(0);
    float[] after = GaussianBlur.apply(image, sigma, window).image().plane(0);
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      sum += Math.abs(before[i] - after[i]);
    }
    return sum / before.length;
  }
}
