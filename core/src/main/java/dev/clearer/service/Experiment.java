package dev.clearer.service;

import dev.clearer.data.SampleStream;
import dev.clearer.net.Compact;
import dev.clearer.train.CompactTraining;
import java.util.List;

/**
 * All that decides what a training run computes; one YAML file, copied into the run's folder.
 *
 * @param data where pictures come from
 * @param samples how they are cut and degraded
 * @param network the sizes
 * @param training losses, schedule and seed
 * @param initial name or file of the model that training begins with, or {@code none}
 * @param reportEvery steps between lines of the log
 * @param saveEvery steps between checkpoints, a multiple of {@code reportEvery}
 * @param validateEvery steps between validations, a multiple of {@code reportEvery}
 */
public record Experiment(
    Data data,
    SampleStream.Settings samples,
    Compact.Config network,
    CompactTraining.Settings training,
    String initial,
    int reportEvery,
    int saveEvery,
    int validateEvery) {
  /** Begins with random weights. */
  static final String NONE = "none";

  /** Checks how the numbers fit each other. */
  public Experiment {
    if (reportEvery < 1
        || saveEvery < 1
        || validateEvery < 1
        || saveEvery % reportEvery != 0
        || validateEvery % reportEvery != 0) {
      throw new IllegalArgumentException(
          "saveEvery and validateEvery must be positive multiples of reportEvery");
    }
    if (samples.scale() != network.scale()) {
      throw new IllegalArgumentException("samples.scale and network.scale must be equal");
    }
    if (samples.crop() % (2 * network.window()) != 0) {
      throw new IllegalArgumentException(
          "samples.crop must be a multiple of twice network.window, " + 2 * network.window());
    }
  }

  /**
   * Where pictures come from.
   *
   * @param root the folder that the others are in
   * @param groups folders of sharp pictures, each drawn equally often
   * @param validation a folder of sharp pictures never trained on
   * @param validationPictures how many of them a validation takes
   */
  public record Data(String root, List<String> groups, String validation, int validationPictures) {
    /** Checks that there is something to train on. */
    public Data {
      groups = List.copyOf(groups);
      if (groups.isEmpty() || validationPictures < 1) {
        throw new IllegalArgumentException("groups and validationPictures must not be empty");
      }
    }
  }
}
