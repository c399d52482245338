package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Path;

/** How large a picture must be to be measured on. */
final class MeasurableSize {
  /** The window of SSIM and a border on both sides fit in. */
  private static final int LEAST = 32;

  private MeasurableSize() {}

  static void require(Path picture, int width, int height) {
    if (Math.min(width, height) < LEAST) {
      throw new InputException(
          "%s is %dx%d, too small to measure on: leave out what is under %d pixels a side."
              .formatted(picture, width, height, LEAST));
    }
  }
}
