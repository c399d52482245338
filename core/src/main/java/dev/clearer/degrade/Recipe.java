package dev.clearer.degrade;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Degradations one after the other.
 *
 * @param steps in the order in which they happen
 */
public record Recipe(List<Degradation> steps) {
  /** Copies the list. */
  public Recipe {
    steps = List.copyOf(steps);
  }

  /**
   * The scene after all steps; each has a random stream of its own, so that equal seeds give equal
   * bytes on any thread.
   */
  public Scene apply(Scene scene, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scene result = scene;
    for (Degradation step : steps) {
      result = step.apply(result, random.split());
    }
    return result;
  }
}
