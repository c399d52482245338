package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.net.Models;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The state of a training run: one safetensors file with the network under {@code network.}, its
 * average under {@code average.}, the optimizer's moments under {@code optimizer.}, and {@link
 * Position} and experiment in the metadata. This is complete: samples depend on seed and step only,
 * and libtorch's random numbers are used for initial weights only.
 */
final class Checkpoint {
  private static final String NETWORK = "network.";
  private static final String OPTIMIZER = "optimizer.";

  private Checkpoint() {}

  /**
   * The progress of a run.
   *
   * @param step number of completed steps
   * @param updates number of steps that changed the weights
   * @param skipped number of latest consecutive steps that did not
   * @param best the best validation score, negative infinity before the first validation
   * @param validated the step of the last validation, 0 before the first
   */
  record Position(long step, long updates, int skipped, double best, long validated) {
    static final Position START = new Position(0, 0, 0, Double.NEGATIVE_INFINITY, 0);

    /** The position after another step, which changed the weights or was skipped. */
    Position after(boolean moved) {
      return new Position(
          step + 1, moved ? updates + 1 : updates, moved ? 0 : skipped + 1, best, validated);
    }

    /** The position after a validation with {@code score}. */
    Position scored(double score) {
      return new Position(step, updates, skipped, score > best ? score : best, step);
    }

    double[] numbers() {
      return new double[] {step, updates, skipped, best, validated};
    }

    static Position of(double[] numbers) {
      return new Position(
          (long) numbers[0], (long) numbers[1], (int) numbers[2], numbers[3], (long) numbers[4]);
    }

    /** In a fixed order, so that files are reproducible. */
    private Map<String, String> metadata() {
      return new TreeMap<>(
          Map.of(
              "step", Long.toString(step),
              "updates", Long.toString(updates),
              "skipped", Integer.toString(skipped),
              "best", Double.toString(best),
              "validated", Long.toString(validated)));
    }

    private static Position of(Map<String, String> metadata, Path file) {
      try {
        return new Position(
            Long.parseLong(metadata.getOrDefault("step", "")),
            Long.parseLong(metadata.getOrDefault("updates", "")),
            Integer.parseInt(metadata.getOrDefault("skipped", "")),
            Double.parseDouble(metadata.getOrDefault("best", "")),
            Long.parseLong(metadata.getOrDefault("validated", "")));
      } catch (NumberFormatException e) {
        throw new InputException(
            file + " is not a checkpoint: name the folder of a run of this program.", e);
      }
    }
  }

  /** Writes a checkpoint; the file appears only when it is complete. */
  static void write(
      Path file,
      Position position,
      Map<String, String> description,
      Stage live,
      Stage averaged,
      Map<String, Tensor> optimizer) {
    Map<String, String> metadata = new LinkedHashMap<>(position.metadata());
    metadata.putAll(description);
    Weights.of(live.module())
        .renamed(name -> NETWORK + name)
        .and(Weights.of(averaged.module()).renamed(name -> Models.AVERAGE + name))
        .and(Weights.of(optimizer).renamed(name -> OPTIMIZER + name))
        .withMetadata(metadata)
        .write(file);
  }

  /**
   * Loads networks and optimizer in place.
   *
   * @throws InputException if the file is not a checkpoint of these networks
   */
  static Position read(Path file, Stage live, Stage averaged, Map<String, Tensor> optimizer) {
    Weights all = Weights.read(file);
    Position position = Position.of(all.metadata(), file);
    all.under(NETWORK).apply(live.module());
    all.under(Models.AVERAGE).apply(averaged.module());
    Weights moments = all.under(OPTIMIZER);
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            optimizer.forEach((name, tensor) -> tensor.copy_(moments.tensor(name)));
          }
        });
    return position;
  }
}
