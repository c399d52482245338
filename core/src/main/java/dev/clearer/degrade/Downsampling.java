package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import java.util.SplittableRandom;

/**
 * MATLAB's antialiased bicubic at a whole factor.
 *
 * @param scale 1 to 4; 1 leaves the picture alone
 */
public record Downsampling(int scale) implements Degradation {
  /** Checks the factor. */
  public Downsampling {
    if (scale < 1 || scale > 4) {
      throw new IllegalArgumentException("scale must be 1, 2, 3 or 4, not " + scale);
    }
  }

  @Override
  public Scene apply(Scene scene, SplittableRandom random) {
    Image image = scene.image();
    if (image.width() % scale != 0 || image.height() % scale != 0) {
      throw new InputException(
          "A picture of %dx%d does not divide by %d: crop it first."
              .formatted(image.width(), image.height(), scale));
    }
    return scale == 1
        ? scene
        : scene.with(Resize.bicubic(image, image.width() / scale, image.height() / scale));
  }
}
