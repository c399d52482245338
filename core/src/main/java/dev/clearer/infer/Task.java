package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.model.Facts;

/**
 * What to do with one picture.
 *
 * @param scale enlargement, 1 to {@link Facts#LARGEST_SCALE}; one that the model does not have is
 *     reached from its next larger one by an antialiased bicubic resize
 * @param correction what the restorer is told in place of the estimate
 * @param range by how much wide blur is shrunk before it is restored
 * @param ensemble whether eight mirrored and rotated views are restored and averaged (the geometric
 *     self-ensemble): better, in eight times the time
 */
public record Task(int scale, Correction correction, BlurRange range, boolean ensemble) {
  /** Checks the scale. */
  public Task {
    if (scale < 1 || scale > Facts.LARGEST_SCALE) {
      throw new InputException(
          "Scale %d is not offered: choose 1 to %d.".formatted(scale, Facts.LARGEST_SCALE));
    }
  }

  /** An enlargement by {@code scale} with the estimate as it is, in one pass. */
  public static Task scale(int scale) {
    return new Task(scale, Correction.NONE, BlurRange.X1, false);
  }

  /** The same with another correction. */
  public Task with(Correction better) {
    return new Task(scale, better, range, ensemble);
  }

  /** The same with another range. */
  public Task with(BlurRange wider) {
    return new Task(scale, correction, wider, ensemble);
  }

  /** The same as an ensemble, or not. */
  public Task withEnsemble(boolean averaged) {
    return new Task(scale, correction, range, averaged);
  }
}
