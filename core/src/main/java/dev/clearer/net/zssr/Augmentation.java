package dev.clearer.net.zssr;

import dev.clearer.InputException;

/**
 * How crops to learn from are changed. With the remaining probability they are scaled, turned and
 * sheared.
 *
 * @param asIs probability that only the place of the crop is drawn
 * @param flips probability that it is also mirrored and turned, one of eight views
 * @param leastScale smallest factor by which the picture is scaled; the largest is that of the
 *     largest picture that is there
 * @param difference deviation of the difference of both axes' scales
 * @param shear deviation of the shear
 */
public record Augmentation(
    double asIs, double flips, double leastScale, double difference, double shear) {
  /** ZSSR's own. */
  public static final Augmentation ORIGINAL = new Augmentation(0.05, 0.45, 0.5, 0.25, 0.1);

  /** That of ZSSR with a kernel: only the place varies, since warps would change the kernel. */
  public static final Augmentation NONE = new Augmentation(1, 0, 1, 0, 0);

  /** Checks the ranges. */
  public Augmentation {
    boolean odds = asIs >= 0 && flips >= 0 && asIs + flips <= 1;
    boolean warps = leastScale > 0 && leastScale <= 1 && difference >= 0 && shear >= 0;
    if (!odds || !warps) {
      throw new InputException(
          "The augmentation's probabilities must be 0 to 1 together, its scale over 0 and up to"
              + " 1.");
    }
  }
}
