package dev.clearer.degrade;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A sequence of degradation steps.
 *
 * @param steps in order
 */
public record Recipe(List<Degradation> steps) {
  /** Copies the list. */
  public Recipe {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a recipe from a YAML file with {@code steps}, or from the key {@code data.degradation} of
   * an experiment.
   *
   * @throws InputException if the file is neither
   */
  public static Recipe read(Path file) {
    return Configuration.part(file, "data.degradation", Recipe.class);
  }

  /**
   * The picture after all steps. Each step has its own random stream; equal seeds give equal bytes
   * on any thread.
   *
   * @throws InputException if a step needs depth or regions that are not known
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
   * This recipe for {@code scale}.
   *
   * @throws InputException if it downsamples by another factor
   */
  public Recipe forScale(int scale) {
    Recipe fixed = at(scale);
    if (fixed.factor() != scale) {
      throw new InputException(
          ("The degradation downsamples by %d, but the scale is %d: use the"
                  + " step to-scale, which fits any scale.")
              .formatted(fixed.factor(), scale));
    }
    return fixed;
  }

  Recipe at(int scale) {
    return new Recipe(steps.stream().map(step -> step.at(scale)).toList());
  }

  /** Whether any step can downsample. */
  boolean changesSize() {
    return at(2).factor() != 1;
  }

  /** The factor by which all steps downsample. */
  public int factor() {
    return factor(0);
  }

  private int factor(int first) {
    return steps.stream().skip(first).mapToInt(Degradation::factor).reduce(1, (a, b) -> a * b);
  }

  /** The largest sigma that all steps together can add, in pixels of the input. */
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

  /** The radius that all steps together read around a pixel, in pixels of the input. */
  int reach() {
    return reach(0);
  }

  /** The radius that the steps from {@code first} on read, in pixels of their input. */
  private int reach(int first) {
    int reach = 0;
    for (int i = steps.size() - 1; i >= first; i--) {
      reach = reach * steps.get(i).factor() + steps.get(i).reach();
    }
    return reach;
  }

  /**
   * The margin that a crop of the input needs at each side, in pixels: a multiple of the factor.
   */
  public int margin() {
    return margin(0);
  }

  private int margin(int first) {
    int factor = factor(first);
    return (reach(first) + factor - 1) / factor * factor;
  }

  /**
   * A crop after all steps and without its {@link #margin}, which is removed as soon as no later
   * step reads it. All steps share one random stream.
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
