package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Path;

/** The smallest picture that can be evaluated. */
final class MeasurableSize {
  /** Side in pixels: the window of SSIM and a border on both sides fit in. */
  private static final int LEAST = 32;

  private MeasurableSize() {}

  static void require(Path picture, int width, int height) {
    if (Math.min(width, height) < LEAST) {
      throw new InputException(
          "%s is %dx%d, too small to evaluate: remove pictures with sides under %d pixels."
              .formatted(picture, width, height, LEAST));
    }
  }
}
