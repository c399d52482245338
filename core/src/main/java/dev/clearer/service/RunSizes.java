package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.net.BlindSr;
import dev.clearer.net.Identity;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of the paper's network that the folder of a run tells beside its weights, in {@code
 * config.yml}.
 */
final class RunSizes {
  private static final String CONFIG = "config.yml";

  private RunSizes() {}

  /** What matters here of {@link dev.clearer.train.Experiment}. */
  public record Run(Stage stage, Object data, Object sampling, Object training, Object output) {}

  /** Stage 3. */
  public record Stage(String kind, BlindSr.Config network, String estimator, String restorer) {}

  /**
   * The sizes of the network that {@code weights} of all the paper's stages, read from {@code
   * file}, belong to; null where no run of stage 3 tells them, and for other weights.
   */
  static BlindSr.@Nullable Config of(String file, Weights weights) {
    return Identity.kind(weights) == Identity.Kind.SYSTEM ? beside(Path.of(file)) : null;
  }

  private static BlindSr.@Nullable Config beside(Path file) {
    try {
      Path config = file.resolveSibling(CONFIG);
      return Configuration.read(config, Run.class, List.of()).stage().network();
    } catch (InputException e) {
      return null; // no run of stage 3 lies there: the weights may tell enough
    }
  }
}
