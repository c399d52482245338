package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Makes the picture smaller by a whole factor. What the filter itself smooths does not count as
 * blur.
 *
 * @param scale 1 to 4; 1 leaves the picture alone
 * @param filters how
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
          "A picture of %dx%d does not divide by %d: crop it first."
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

  /** Bicubic reaches two pixels of the result. */
  @Override
  public int reach() {
    return scale == 1 ? 0 : 2 * scale;
  }

  @Override
  public int factor() {
    return scale;
  }
}
