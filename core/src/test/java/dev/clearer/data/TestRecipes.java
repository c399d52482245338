package dev.clearer.data;

import dev.clearer.config.Configuration;
import dev.clearer.degrade.Recipe;
import java.nio.file.Path;
import java.util.List;

/** Degradations for tests. */
final class TestRecipes {
  private TestRecipes() {}

  /**
   * That of configs/compact-x4.yml with other numbers.
   *
   * @param sigma the largest, in pixels
   * @param reaching share of the pictures out of focus that reach it
   * @param uniform share of the samples with one Gaussian
   * @param worn share of the samples with noise and JPEG
   */
  static Recipe compact(double sigma, double reaching, double uniform, double worn) {
    String yaml =
        """
        steps:
        - kind: one-of
          choices:
          - odds: %1$s
            steps:
            - {kind: uniform-blur, sigma: {from: 0, to: %3$s}, ratio: {from: 1, to: 1}}
          - odds: %2$s
            steps:
            - kind: depth-blur
              sigma: {from: 0, to: %3$s}
              reaching: %4$s
              layers: 60
              apertures: {gaussian: 1, disk: 0, polygon: 0}
        - {kind: to-scale, filters: {bicubic: 1, area: 0, bilinear: 0}}
        - {kind: eight-bits}
        - kind: sometimes
          share: %5$s
          steps:
          - {kind: gaussian-noise, sigma: {from: 0, to: 2}}
          - {kind: jpeg, quality: {from: 60, to: 98}}
        """
            .formatted(uniform, 1 - uniform, sigma, reaching, worn);
    return parse(yaml);
  }

  static Recipe parse(String yaml) {
    return Configuration.parse(yaml, "a.yml", Recipe.class, List.of());
  }

  /** Samples of the repository's sample pictures, copied to {@code root}. */
  static FreshData data(Path root, int candidates, CropShape crop, Recipe recipe) {
    return new FreshData(
        root.toString(),
        List.of(SamplePictures.GROUP),
        SamplePictures.GROUP,
        List.of("variant", "uniform"),
        List.of(4),
        candidates,
        crop,
        recipe);
  }
}
