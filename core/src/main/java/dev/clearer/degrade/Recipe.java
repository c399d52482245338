package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import java.nio.file.Path;
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
   * Reads a recipe from a YAML file: either its {@code steps}, or an experiment, of which {@code
   * data.degradation} is taken.
   *
   * @throws InputException if the file is neither
   */
  public static Recipe read(Path file) {
    return Configuration.part(file, "data.degradation", Recipe.class);
  }

  /**
   * The picture after all steps; each has a random stream of its own, so that equal seeds give
   * equal bytes on any thread.
   *
   * @throws InputException if a step needs something that nobody knows of the scene
   */
  public Degraded apply(Degraded picture, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Degraded result = picture;
    for (Degradation step : steps) {
      result = step.apply(result, random.split());
    }
    return result;
  }

  /**
   * This recipe where pictures are to become {@code scale} times smaller.
   *
   * @throws InputException if it makes them smaller by another factor
   */
  public Recipe forScale(int scale) {
    Recipe fixed = at(scale);
    if (fixed.factor() != scale) {
      throw new InputException(
          ("The degradation makes pictures %d times smaller, but %d times is asked for: use the"
                  + " step to-scale, which fits any.")
              .formatted(fixed.factor(), scale));
    }
    return fixed;
  }

  Recipe at(int scale) {
    return new Recipe(steps.stream().map(step -> step.at(scale)).toList());
  }

  /** Whether any step may make the picture smaller. */
  boolean changesSize() {
    return at(2).factor() != 1;
  }

  /** How many times smaller all steps make a picture. */
  public int factor() {
    return factor(0);
  }

  private int factor(int first) {
    return steps.stream().skip(first).mapToInt(Degradation::factor).reduce(1, (a, b) -> a * b);
  }

  /** The largest sigma that all steps together may add, in pixels of the picture as it comes. */
  public double largestSigma() {
    double variance = 0;
    int factor = 1;
    for (Degradation step : steps) {
      double sigma = factor * step.largestSigma();
      variance += sigma * sigma;
      factor *= step.factor();
    }
    return Math.sqrt(variance);
  }

  /** How many pixels around a place all steps look at, in pixels of the picture as it comes. */
  int reach() {
    return reach(0);
  }

  /** As far as the steps from {@code first} on look, in pixels of the picture as they get it. */
  private int reach(int first) {
    int reach = 0;
    for (int i = steps.size() - 1; i >= first; i--) {
      reach = reach * steps.get(i).factor() + steps.get(i).reach();
    }
    return reach;
  }

  /**
   * How many pixels of the picture as it comes a crop must have around what is wanted: a multiple
   * of the factor.
   */
  public int margin() {
    return margin(0);
  }

  private int margin(int first) {
    int factor = factor(first);
    return (reach(first) + factor - 1) / factor * factor;
  }

  /**
   * A crop after all steps, which draw one after the other from one stream, without its {@link
   * #margin}: that is cut away as soon as no later step looks at it.
   */
  public Degraded applyToCrop(Degraded crop, SplittableRandom random) {
    Degraded result = crop;
    int margin = margin();
    for (int i = 0; i < steps.size(); i++) {
      int needed = margin(i);
      result = steps.get(i).apply(result.trimmed(margin - needed), random);
      margin = needed / steps.get(i).factor();
    }
    return result.trimmed(margin);
  }
}
