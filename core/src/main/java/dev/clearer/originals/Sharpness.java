package dev.clearer.originals;

import dev.clearer.degrade.GaussianBlur;
import dev.clearer.image.Image;

/**
 * Tells pictures that are themselves out of focus: how much of the detail up to 4 px (what a
 * Gaussian of sigma 2 takes away) is as fine as 1 px (what one of sigma 0.7 takes away).
 */
public final class Sharpness {
  /** Below this share, a picture is out of focus; measured on real ones: docs/datasets.md. */
  public static final double LEAST = 0.3;

  private Sharpness() {}

  /** Mean change by the weak blur divided by that of the strong one, on green; 1 for no detail. */
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
