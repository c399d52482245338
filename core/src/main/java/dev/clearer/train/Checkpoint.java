package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A training run at rest: one safetensors file with the network under {@code network.}, the
 * optimizer's state under {@code optimizer.}, and the step in its metadata.
 */
final class Checkpoint {
  private Checkpoint() {}

  static void write(Path file, long step, Module network, Map<String, Tensor> optimizer) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    var parameters = network.named_parameters();
    for (long i = 0; i < parameters.size(); i++) {
      all.put("network." + parameters.get(i).key().getString(), parameters.get(i).value());
    }
    optimizer.forEach((name, tensor) -> all.put("optimizer." + name, tensor));
    Weights.of(all).withMetadata(Map.of("step", Long.toString(step))).write(file);
  }

  /**
   * Fills network and optimizer in place.
   *
   * @return the number of steps done
   * @throws InputException if the file is not a checkpoint of such a network
   */
  static long read(Path file, Module network, Map<String, Tensor> optimizer) {
    Weights all = Weights.read(file);
    String step = all.metadata().get("step");
    if (step == null) {
      throw new InputException(file + " is no checkpoint: name one that a training run wrote.");
    }
    all.under("network.").apply(network);
    Weights moments = all.under("optimizer.");
    try (NoGradGuard guard = new NoGradGuard()) {
      optimizer.forEach((name, tensor) -> tensor.copy_(moments.tensor(name)));
    }
    return Long.parseLong(step);
  }
}
