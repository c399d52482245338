package dev.clearer.model;

/** In what form an estimator gives the blur, or a restorer reads it. */
public enum BlurForm {
  /** As the sigma of a Gaussian at every pixel. */
  SIGMA("sigma per pixel"),
  /** As one kernel for the whole picture, besides its sigma. */
  ONE_KERNEL("one kernel"),
  /** As a kernel at every pixel, besides its sigma. */
  KERNELS("a kernel per pixel");

  private final String words;

  BlurForm(String words) {
    this.words = words;
  }

  /** In tables. */
  public String words() {
    return words;
  }

  /**
   * Whether a restorer that reads this form makes use of kernels in the form that an estimator
   * gives; otherwise it is told their sigma. One kernel is a kernel per pixel, but not the reverse.
   */
  boolean reads(BlurForm given) {
    return this != SIGMA && given != SIGMA && compareTo(given) >= 0;
  }
}
