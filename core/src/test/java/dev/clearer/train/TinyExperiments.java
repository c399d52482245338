package dev.clearer.train;

import dev.clearer.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Experiments with the smallest networks of each kind, four steps on {@link TinySet}. */
final class TinyExperiments {
  private static final String RESTORER =
      "{kind: rrdb-sft, channels: 8, growth: 4, blocks: 1, groups: 2, window: {height: 4, width: 4}}";
  private static final String CMOS =
      """
      {kind: cmos, classes: 3, groups: [2, 2, 2, 2], window: {height: 4, width: 4},
       backbone: {stem: 4, widths: [4, 4, 6, 8], modules: [1, 1, 1], blocks: 1}}\
      """
          .replace("\n", " ");

  static final String STAGE_1 =
      """
        networks: [{network: %s, initial: ""}]
        classes: numbers
        scales: [4]
        learns: ESTIMATOR
        told: TRUTH
        losses: {picture: L1, maps: {BLUR: 1, CLASSES: 1}, auxiliary: {BLUR: 0.5, CLASSES: 0.5}}
        restoredSide: 0
      """
          .formatted(CMOS);
  static final String STAGE_2 =
      """
        networks: [{network: %s, initial: ""}]
        classes: numbers
        scales: [4]
        learns: RESTORER
        told: TRUTH
        losses: {picture: L1, maps: {}, auxiliary: {}}
        restoredSide: 0
      """
          .formatted(RESTORER);

  static final String COMPACT =
      """
        networks:
          - network:
              kind: compact
              scale: 4
              classes: 3
              estimator: {width: 16, blocks: 1, contextBlocks: 1, streamWidth: 8, groups: 2,
                window: 4, interaction: GIA}
              restorer: {width: 16, blocks: 1, prior: BLUR_AND_CLASSES, base: WIENER}
            initial: ""
        classes: numbers
        scales: [4]
        learns: BOTH
        told: HALF
        losses: {picture: L1, maps: {BLUR: 0.05, CLASSES: 0.01}, auxiliary: {}}
        restoredSide: 8
      """;

  private static final String REST =
      """
      sampling: {batch: 4, seed: 5, threads: 2}
      training:
        steps: 4
        seed: 7
        parts: 2
        turns: ALL
        optimizer: {beta1: 0.9, beta2: 0.99}
        schedule: {kind: cosine, rate: 1.0e-3, floor: 1.0e-6, warmUp: 1, periods: [3, 3]}
        clip: 1
        average: 0.9
        patience: 2
        device: CPU
        precision: F32
      output:
        reportEvery: 1
        saveEvery: 1
        keep: 2
        validateEvery: 2
        validationPictures: 1
        examples: 1
      """;

  private TinyExperiments() {}

  static String stage3(Path estimator, Path restorer) {
    return """
        networks:
          - {network: %s, initial: %s}
          - {network: %s, initial: %s}
        classes: numbers
        scales: [4]
        learns: RESTORER
        told: ESTIMATED
        losses: {picture: L1, maps: {}, auxiliary: {}}
        restoredSide: 0
      """
        .formatted(CMOS, estimator, RESTORER, restorer);
  }

  static Experiment of(String stage, Path set, String... settings) {
    String data =
        "data: {kind: built, folder: %s, labels: FROM_ZERO, crop: {width: 16, height: 16, zooms: [1.0, 1.2]}}\n"
            .formatted(set);
    List<String> overrides = new ArrayList<>(Arrays.asList(settings));
    return Configuration.parse(
        "stage:\n" + stage + data + REST, "test", Experiment.class, overrides);
  }
}
