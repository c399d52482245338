package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Relative odds of the aperture shapes.
 *
 * @param gaussian odds of a Gaussian, at least 0
 * @param disk odds of a disk (an open lens)
 * @param polygon odds of a regular polygon of 5 to 9 blades with a random rotation (a stopped-down
 *     lens)
 */
public record Apertures(double gaussian, double disk, double polygon) {
  /** Gaussians only, as in the paper. */
  public static final Apertures GAUSSIAN = new Apertures(1, 0, 0);

  /** Disks only. */
  public static final Apertures DISK = new Apertures(0, 1, 0);

  /** Checks the odds. */
  public Apertures {
    Odds.require(gaussian, disk, polygon);
  }

  Aperture draw(SplittableRandom random) {
    return switch (Odds.draw(random, gaussian, disk, polygon)) {
      case 0 -> Aperture.GAUSSIAN;
      case 1 -> Aperture.DISK;
      default -> Aperture.drawPolygon(random);
    };
  }
}
