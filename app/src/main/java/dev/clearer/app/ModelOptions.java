package dev.clearer.app;

import dev.clearer.service.ModelChoice;
import dev.clearer.tensor.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all commands that run a model: model, device and memory. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "Built-in model, or a weight file (default: photo if the size is kept, otherwise"
              + " compact-x4).")
  private @Nullable String model;

  @Option(
      names = "--estimator",
      paramLabel = "NAME|FILE",
      description = "Use the estimator of this model, and the restorer of --model.")
  private @Nullable String estimator;

  @Option(
      names = "--restorer",
      paramLabel = "NAME|FILE",
      description = "Use the restorer of this model, and the estimator of --model.")
  private @Nullable String restorer;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "700M",
      converter = Quantities.Bytes.class,
      description =
          "Memory budget of the network, such as 500M or 2G (default 700M). Larger pictures"
              + " are processed in tiles; the smallest possible tile may exceed a very small"
              + " budget. The pictures themselves need additional memory.")
  private long memory;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "AUTO",
      description = "Device of the networks (default auto).")
  private Device device = Device.AUTO;

  /** The model for an enlargement by {@code scale}. */
  ModelChoice model(int scale) {
    return ModelChoice.of(ModelChoice.defaultFor(scale), model, estimator, restorer);
  }

  /** In bytes. */
  long memory() {
    return memory;
  }

  Device device() {
    return device;
  }
}
