package dev.clearer.degrade;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One of several lists of steps, chosen randomly for every picture.
 *
 * @param choices at least one; all must downsample by the same factor
 */
public record OneOf(List<Choice> choices) implements Degradation {
  /** Checks that all choices have the same factor. */
  public OneOf {
    choices = List.copyOf(choices);
    Odds.require(odds(choices));
    if (choices.stream().map(c -> new Recipe(c.steps).changesSize()).distinct().count() != 1
        || choices.stream().map(c -> new Recipe(c.steps).at(1).factor()).distinct().count() != 1
        || choices.stream().map(c -> new Recipe(c.steps).at(2).factor()).distinct().count() != 1) {
      throw new IllegalArgumentException("choices must all downsample by the same factor");
    }
  }

  /**
   * Steps and their odds.
   *
   * @param odds relative to the other choices', at least 0
   * @param steps in order; an empty list does not change the picture
   */
  public record Choice(double odds, List<Degradation> steps) {
    /** Copies the list. */
    public Choice {
      steps = List.copyOf(steps);
    }
  }

  private static double[] odds(List<Choice> choices) {
    return choices.stream().mapToDouble(Choice::odds).toArray();
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    Choice drawn = choices.get(Odds.draw(random, odds(choices)));
    Degraded result = picture;
    for (Degradation step : drawn.steps) {
      result = step.apply(result, random);
    }
    return result;
  }

  @Override
  public int reach() {
    return choices.stream().mapToInt(choice -> new Recipe(choice.steps).reach()).max().orElse(0);
  }

  @Override
  public int factor() {
    return new Recipe(choices.get(0).steps).factor();
  }

  @Override
  public double largestSigma() {
    return choices.stream()
        .mapToDouble(choice -> new Recipe(choice.steps).largestSigma())
        .max()
        .orElse(0);
  }

  @Override
  public Degradation at(int scale) {
    return new OneOf(
        choices.stream()
            .map(choice -> new Choice(choice.odds, new Recipe(choice.steps).at(scale).steps()))
            .toList());
  }
}
