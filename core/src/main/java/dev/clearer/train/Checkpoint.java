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
 * A training run at rest: one safetensors file with the network under {@code network.}, its average
 * under {@code average.}, the optimizer's moments under {@code optimizer.}, and {@link Position}
 * and experiment in its metadata. Nothing else is needed: the data follow from seed and step, and
 * libtorch's random numbers are used for first weights only.
 */
final class Checkpoint {
  private static final String NETWORK = "network.";
  private static final String OPTIMIZER = "optimizer.";

  private Checkpoint() {}

  /**
   * Where a run is.
   *
   * @param step how many steps are done
   * @param updates how many of them moved the weights
   * @param skipped how many in a row, up to now, did not
   * @param best the best score in validation, negative infinity before the first
   * @param validated the last step after which validation was done, 0 before the first
   */
  record Position(long step, long updates, int skipped, double best, long validated) {
    static final Position START = new Position(0, 0, 0, Double.NEGATIVE_INFINITY, 0);

    /** After one more step, which moved the weights or was skipped. */
    Position after(boolean moved) {
      return new Position(
          step + 1, moved ? updates + 1 : updates, moved ? 0 : skipped + 1, best, validated);
    }

    /** After validation, which found {@code score}. */
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

    /** In an order that is the same in every process, as files are to be. */
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
            file + " is no checkpoint: name the folder of a run that this program wrote.", e);
      }
    }
  }

  /** Writes to a temporary name first, moved into place when complete. */
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
   * Fills networks and optimizer in place.
   *
   * @throws InputException if the file is not a checkpoint of such a network
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
