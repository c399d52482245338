package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Precision;
import org.bytedeco.pytorch.Module;

/**
 * Where and in which arithmetic a run computes.
 *
 * @param device that holds the networks, not AUTO
 * @param precision of convolutions and products, not AUTO; weights, losses and the optimizer are
 *     float32
 */
public record Compute(Device device, Precision precision) {
  /**
   * What an experiment asks for.
   *
   * @throws dev.clearer.InputException if it is not there
   */
  static Compute of(TrainingSettings settings) {
    Device device = settings.device().resolved();
    return new Compute(device, settings.precision().resolved(device));
  }

  /** For messages. */
  @Override
  public String toString() {
    return device + " in " + precision;
  }

  void move(Module network) {
    device.move(network);
  }

  Batch move(Batch batch) {
    return new Batch(
        device.move(batch.lowResolution()),
        device.move(batch.sharp()),
        batch.truth().each(device::move));
  }

  void run(Runnable body) {
    precision.run(device, body);
  }
}
