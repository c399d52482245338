package dev.clearer.degrade;

import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import java.util.SplittableRandom;

/**
 * Relative odds of the downsampling filters.
 *
 * @param bicubic odds of MATLAB's antialiased bicubic, at least 0
 * @param area odds of area averaging
 * @param bilinear odds of antialiased bilinear: a triangle twice as wide as {@code area}
 */
public record Filters(double bicubic, double area, double bilinear) {
  /** Bicubic only, as in the super-resolution literature. */
  public static final Filters BICUBIC = new Filters(1, 0, 0);

  /** Checks the odds. */
  public Filters {
    Odds.require(bicubic, area, bilinear);
  }

  Filter draw(SplittableRandom random) {
    return switch (Odds.draw(random, bicubic, area, bilinear)) {
      case 0 -> Resize::bicubic;
      case 1 -> Filters::mean;
      default -> Resize::bilinear;
    };
  }

  /** A downsampling filter. */
  interface Filter {
    Image to(Image image, int width, int height);
  }

  private static Image mean(Image image, int width, int height) {
    int scale = image.width() / width;
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = mean(image.plane(c), width, height, scale);
    }
    return Image.of(width, height, planes);
  }

  private static float[] mean(float[] plane, int width, int height, int scale) {
    float[] small = new float[width * height];
    for (int row = 0; row < height * scale; row++) {
      int from = row * width * scale;
      int to = row / scale * width;
      for (int x = 0; x < width * scale; x++) {
        small[to + x / scale] += plane[from + x];
      }
    }
    for (int i = 0; i < small.length; i++) {
      small[i] /= scale * scale;
    }
    return small;
  }
}
