package dev.clearer.evaluate;

import dev.clearer.InputException;

/**
 * What measures depend on besides the pictures.
 *
 * @param border pixels left out at every side for PSNR-Y, SSIM-Y and the blur bands, 0 to 10
 * @param kernelSize the largest circle of confusion in pixels: PSNR and SSIM of blur maps are of
 *     sigma divided by (kernel size - 1) / 4
 * @param labelledClasses how many classes the labels tell apart: a method with another number has
 *     no mIoU; 0 if they are numbered as the methods number theirs
 */
public record Conventions(int border, int kernelSize, int labelledClasses) {
  /** Checks the ranges. */
  public Conventions {
    if (border < 0 || border > 10) {
      throw new InputException("A border of " + border + " is not offered: choose 0 to 10 pixels.");
    }
    if (kernelSize < 2) {
      throw new InputException("The largest circle of confusion must be at least 2 pixels.");
    }
  }

  boolean fit(int classes) {
    return labelledClasses == 0 || labelledClasses == classes;
  }
}
