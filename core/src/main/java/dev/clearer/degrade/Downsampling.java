package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Downsamples the picture by an integer factor. The filter's own smoothing does not count as blur.
 *
 * @param scale 1 to 4; 1 does not change the picture
 * @param filters odds of the filters
 */
public record Downsampling(int scale, Filters filters) implements Degradation {
  /** Checks the factor. */
  public Downsampling {
    if (scale < 1 || scale > 4) {
      throw new IllegalArgumentException("scale must be 1, 2, 3 or 4, not " + scale);
    }
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Image image = picture.image();
    if (image.width() % scale != 0 || image.height() % scale != 0) {
      throw new InputException(
          "A picture of %dx%d is not divisible by %d: crop it first."
              .formatted(image.width(), image.height(), scale));
    }
    if (scale == 1) {
      return picture;
    }
    Filters.Filter filter = filters.draw(random);
    int width = image.width() / scale;
    int height = image.height() / scale;
    return picture.filtered(large -> filter.to(large, width, height));
  }

  /** Bicubic reads two pixels of the result's grid to each side. */
  @Override
  public int reach() {
    return scale == 1 ? 0 : 2 * scale;
  }

  @Override
  public int factor() {
    return scale;
  }
}
