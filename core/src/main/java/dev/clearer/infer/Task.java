package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.model.Facts;

/**
 * What is wanted of one picture.
 *
 * @param scale enlargement, 1 to {@link Facts#LARGEST_SCALE}; one that the model does not have is
 *     reached from its next larger one by an antialiased bicubic resize
 * @param correction what is known better than the estimate
 * @param ensemble whether eight mirrored and turned views are restored and averaged (the geometric
 *     self-ensemble): better, in eight times the time
 */
public record Task(int scale, BlurCorrection correction, boolean ensemble) {
  /** Checks the scale. */
  public Task {
    if (scale < 1 || scale > Facts.LARGEST_SCALE) {
      throw new InputException(
          "Scale %d is not offered: choose 1 to %d.".formatted(scale, Facts.LARGEST_SCALE));
    }
  }

  /** An enlargement by {@code scale} with the estimate as it is. */
  public static Task scale(int scale) {
    return new Task(scale, BlurCorrection.NONE, false);
  }

  /** The same for a picture whose blur is known better. */
  public Task withBlur(BlurCorrection better) {
    return new Task(scale, better, ensemble);
  }
}
