package dev.clearer.app;

import dev.clearer.service.ModelChoice;
import dev.clearer.tensor.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all commands that run the model: which one, where, and in how much memory. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "Model that ships with Clearer, or a weight file (default: photo where the size is kept,"
              + " compact-x4 elsewhere).")
  private @Nullable String model;

  @Option(
      names = "--estimator",
      paramLabel = "NAME|FILE",
      description = "Take the estimator of the maps from here, and the restorer from --model.")
  private @Nullable String estimator;

  @Option(
      names = "--restorer",
      paramLabel = "NAME|FILE",
      description = "Take the restorer from here, and the estimator from --model.")
  private @Nullable String restorer;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "700M",
      converter = Quantities.Bytes.class,
      description =
          "What the network may take at a time, such as 500M or 2G (default 700M): larger pictures"
              + " are done in tiles, the smallest of which may take more than a very small budget. The"
              + " pictures themselves come on top.")
  private long memory;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "AUTO",
      description = "Where to compute (default auto).")
  private Device device = Device.AUTO;

  /** The model for an enlargement by {@code scale}. */
  ModelChoice model(int scale) {
    return ModelChoice.of(ModelChoice.usual(scale), model, estimator, restorer);
  }

  /** In bytes. */
  long memory() {
    return memory;
  }

  Device device() {
    return device;
  }
}
