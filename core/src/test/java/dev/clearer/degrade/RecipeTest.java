package dev.clearer.degrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static Recipe recipe(String yaml) {
    return Configuration.parse(yaml, "a.yml", Recipe.class, List.of());
  }

  private static String refused(String yaml) {
    InputException error = assertThrows(InputException.class, () -> recipe(yaml));
    return String.valueOf(error.getMessage());
  }

  @Test
  void refusesStepsThatWouldMakeResultsOfSeveralSizes() {
    String sometimes =
        refused(
            """
            steps:
            - kind: sometimes
              share: 0.5
              steps: [{kind: downsampling, scale: 2, filters: {bicubic: 1, area: 0, bilinear: 0}}]
            """);
    assertTrue(sometimes.contains("steps of sometimes must not downsample"), sometimes);
    String choices =
        refused(
            """
            steps:
            - kind: one-of
              choices:
              - {odds: 1, steps: []}
              - odds: 1
                steps: [{kind: to-scale, filters: {bicubic: 1, area: 0, bilinear: 0}}]
            """);
    assertTrue(choices.contains("choices must all downsample by the same factor"), choices);
    assertTrue(refused("steps: [{kind: one-of, choices: []}]").contains("odds must be"));
  }

  @Test
  void isHeldAgainstTheScaleThatIsAskedFor() {
    Recipe any = recipe("steps: [{kind: to-scale, filters: {bicubic: 1, area: 1, bilinear: 1}}]");
    for (int scale = 1; scale <= 4; scale++) {
      assertEquals(scale, any.forScale(scale).factor());
    }
    Recipe fixed =
        recipe(
            """
            steps: [{kind: downsampling, scale: 2, filters: {bicubic: 1, area: 0, bilinear: 0}}]
            """);
    assertEquals(fixed, fixed.forScale(2));
    InputException error = assertThrows(InputException.class, () -> fixed.forScale(4));
    assertEquals(
        "The degradation downsamples by 2, but the scale is 4: use the step to-scale, which fits any"
            + " scale.",
        error.getMessage());
  }

  @Test
  void oddsAndSharesAreKept() {
    Recipe recipe =
        recipe(
            """
            steps:
            - kind: one-of
              choices:
              - odds: 3
                steps: [{kind: uniform-blur, sigma: {from: 1, to: 1}, ratio: {from: 1, to: 1}}]
              - odds: 1
                steps: [{kind: uniform-blur, sigma: {from: 2, to: 2}, ratio: {from: 1, to: 1}}]
              - {odds: 0, steps: [{kind: eight-bits}]}
            - kind: sometimes
              share: 0.2
              steps: [{kind: gaussian-noise, sigma: {from: 5, to: 5}}]
            """);
    assertEquals(2, recipe.largestSigma(), 1e-9);
    int strong = 0;
    int noisy = 0;
    for (int seed = 0; seed < 400; seed++) {
      Degraded result = recipe.apply(Degraded.of(Scenes.noise(8, 8, 1)), seed);
      strong += result.blurMap().at(0, 0) == 2 ? 1 : 0;
      noisy += result.noiseLevel() > 0 ? 1 : 0;
      assertTrue(result.blurMap().at(0, 0) >= 1);
    }
    assertEquals(100, strong, 35);
    assertEquals(80, noisy, 32);
  }

  @Test
  void filtersDifferAndKeepTheMean() {
    Degraded sharp = Degraded.of(Scenes.noise(32, 32, 4));
    float[][] results = new float[3][];
    for (int k = 0; k < 3; k++) {
      Filters only = new Filters(k == 0 ? 1 : 0, k == 1 ? 1 : 0, k == 2 ? 1 : 0);
      Degraded small = new Recipe(List.of(new Downsampling(4, only))).apply(sharp, 1);
      results[k] = small.image().plane(0);
      double mean = 0;
      for (float value : results[k]) {
        mean += value / 64;
      }
      assertEquals(0.5, mean, 0.03);
      assertEquals(0, small.blurMap().at(3, 3), "the filter's own smoothing does not count");
    }
    float block = 0;
    for (int i = 0; i < 16; i++) {
      block += sharp.image().at(0, i / 4, i % 4) / 16;
    }
    assertEquals(block, results[1][0], 1e-6);
    assertFalse(Arrays.equals(results[0], results[2]));
  }
}
