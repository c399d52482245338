package dev.clearer.tensor;

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
   * Resolves AUTO.
   *
   * @throws dev.clearer.InputException if there is no such device
   */
  public static Compute of(Device device, Precision precision) {
    Device resolved = device.resolved();
    return new Compute(resolved, precision.resolved(resolved));
  }

  /** For messages. */
  @Override
  public String toString() {
    return device + " in " + precision;
  }

  /** Moves the weights to the device. */
  public void move(Module network) {
    device.move(network);
  }

  /** Runs {@code body} in the precision. */
  public void run(Runnable body) {
    precision.run(device, body);
  }
}
