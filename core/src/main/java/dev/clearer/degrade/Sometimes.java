package dev.clearer.degrade;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Steps that are applied to a random share of the pictures.
 *
 * @param share of the pictures, 0 to 1
 * @param steps in order, each with its own random stream; none may change the size, since all
 *     results of a recipe must have the same size
 */
public record Sometimes(double share, List<Degradation> steps) implements Degradation {
  /** Checks share and steps. */
  public Sometimes {
    steps = List.copyOf(steps);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be 0 to 1, not " + share);
    }
    if (new Recipe(steps).changesSize()) {
      throw new IllegalArgumentException("steps of sometimes must not downsample");
    }
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    if (share == 0 || random.nextDouble() >= share) {
      return picture;
    }
    return new Recipe(steps).apply(picture, random.nextLong());
  }

  @Override
  public int reach() {
    return new Recipe(steps).reach();
  }

  @Override
  public double largestSigma() {
    return new Recipe(steps).largestSigma();
  }

  @Override
  public Degradation at(int scale) {
    return new Sometimes(share, new Recipe(steps).at(scale).steps());
  }
}
