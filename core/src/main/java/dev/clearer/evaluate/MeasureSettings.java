package dev.clearer.evaluate;

import dev.clearer.InputException;

/**
 * Settings of the measures.
 *
 * @param border width of the border that PSNR-Y, SSIM-Y and the blur bands ignore, 0 to 10 pixels
 * @param kernelSize largest circle of confusion in pixels; PSNR and SSIM of blur maps are of sigma
 *     divided by (kernel size - 1) / 4
 * @param labelledClasses number of classes of the labels, or 0 if the labels use the classes of the
 *     methods; a method with another number of classes gets no mIoU
 */
public record MeasureSettings(int border, int kernelSize, int labelledClasses) {
  /** Checks the ranges. */
  public MeasureSettings {
    if (border < 0 || border > 10) {
      throw new InputException(
          "A border of " + border + " is not supported. Choose 0 to 10 pixels.");
    }
    if (kernelSize < 2) {
      throw new InputException("The largest circle of confusion must be at least 2 pixels.");
    }
  }

  boolean areComparable(int classes) {
    return labelledClasses == 0 || labelledClasses == classes;
  }
}
