package dev.clearer.data;

import dev.clearer.degrade.Degradation;
import dev.clearer.degrade.Recipe;
import dev.clearer.degrade.Scene;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What photographs suffer after the lens, such as noise and JPEG; done to the low-resolution
 * picture of some samples, so that a network does not take blocks and grain for detail.
 *
 * @param share of the samples, 0 to 1
 * @param steps in the order in which they happen; none of them changes the size
 */
public record Wear(double share, List<Degradation> steps) {
  /** Clean samples only. */
  public static final Wear NONE = new Wear(0, List.of());

  /** Checks the share. */
  public Wear {
    steps = List.copyOf(steps);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be 0 to 1, not " + share);
    }
  }

  Sample draw(Sample clean, SplittableRandom random) {
    if (share == 0 || random.nextDouble() >= share) {
      return clean;
    }
    Scene worn = new Recipe(steps).apply(Scene.of(clean.lowResolution()), random.nextLong());
    return new Sample(
        Degrader.eightBits(worn.image()), clean.sharp(), clean.blurMap(), clean.labels());
  }
}
