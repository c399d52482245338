package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.data.CropShape;
import dev.clearer.data.SampleStream;
import dev.clearer.data.TestSet;
import dev.clearer.data.TrainingData;
import dev.clearer.group.ProcessGroup;
import dev.clearer.tensor.Compute;
import java.util.Collections;
import java.util.List;

/**
 * A complete description of a training run: one YAML file, copied into the run's folder.
 *
 * @param stage what is trained
 * @param data training samples and validation pictures
 * @param sampling batch size, seed and threads
 * @param training optimizer, schedule and limits
 * @param output what to write, and when
 */
public record Experiment(
    StageSettings stage,
    TrainingData data,
    Sampling sampling,
    TrainingSettings training,
    Output output) {
  /** Checks that the values fit each other. */
  public Experiment {
    if (sampling.batch % training.parts() != 0) {
      throw new IllegalArgumentException("sampling.batch must be a multiple of training.parts");
    }
    CropShape crop = data.crop();
    if (training.turns() == TrainingSettings.Turns.ALL && crop.width() != crop.height()) {
      throw new IllegalArgumentException("training.turns ALL needs square crops: choose FLIP");
    }
  }

  /**
   * How samples are drawn.
   *
   * @param batch samples per step
   * @param seed seed of all random numbers
   * @param threads number of prefetching threads
   */
  public record Sampling(int batch, long seed, int threads) {
    /** Checks the ranges. */
    public Sampling {
      if (batch < 1 || threads < 1) {
        throw new IllegalArgumentException("batch and threads must be positive");
      }
    }
  }

  /**
   * What to write, and when.
   *
   * @param reportEvery steps between lines of the log
   * @param saveEvery steps between checkpoints
   * @param keep number of latest checkpoints to keep
   * @param validateEvery steps between validations
   * @param validationPictures pictures per group in a validation
   * @param examples pictures per group in the report
   */
  public record Output(
      int reportEvery,
      int saveEvery,
      int keep,
      int validateEvery,
      int validationPictures,
      int examples) {
    /** Checks the ranges. */
    public Output {
      if (reportEvery < 1 || saveEvery < 1 || keep < 1 || validateEvery < 1) {
        throw new IllegalArgumentException(
            "reportEvery, saveEvery, keep and validateEvery must be positive");
      }
      if (validationPictures < 0 || examples < 0) {
        throw new IllegalArgumentException("validationPictures and examples must not be negative");
      }
    }
  }

  /**
   * Checks that {@code processes} processes can share the samples of a step.
   *
   * @throws InputException if they cannot
   */
  void requireShares(int processes) {
    int all = processes * training.parts();
    if (sampling.batch % all != 0) {
      throw new InputException(
          ("sampling.batch is %d and cannot be shared by %d processes with training.parts %d: it"
                  + " must be a multiple of %d.")
              .formatted(sampling.batch, processes, training.parts(), all));
    }
  }

  /** This process's part of the training samples, starting at step {@code first}. */
  SampleStream samples(long first, ProcessGroup processes) {
    int own = sampling.batch / processes.size();
    SampleStream.Share share = new SampleStream.Share(sampling.batch, processes.rank() * own, own);
    int largest = Collections.max(stage.scales());
    SampleStream.Plan plan =
        new SampleStream.Plan(share, data.scales(largest), sampling.seed, sampling.threads);
    return new SampleStream(data.sources(largest), plan, first);
  }

  /** The validation pictures of every scale. */
  Validation validation(Compute compute, int classes) {
    List<TestSet> sets = data.validation(Collections.max(stage.scales())).stream().toList();
    return new Validation(sets, output.validationPictures, classes, compute);
  }
}
