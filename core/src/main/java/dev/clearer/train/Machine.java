package dev.clearer.train;

import dev.clearer.data.Batch;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
import org.bytedeco.pytorch.Module;

/**
 * Where and in which arithmetic a run computes.
 *
 * @param processor that holds the networks
 * @param precision of convolutions and products
 */
public record Machine(Processor processor, Precision precision) {
  /** How an experiment asks for a {@link Processor}. */
  public enum Device {
    /** The GPU where there is one, the CPU elsewhere. */
    AUTO,
    /** The machine's own processor. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA
  }

  /** How an experiment asks for a {@link Precision}. */
  public enum Arithmetic {
    /** bfloat16 on a CPU that has instructions for it, float32 elsewhere. */
    AUTO,
    /** float32. */
    F32,
    /** bfloat16 by autocast; weights, losses and the optimizer stay float32. */
    BF16
  }

  /**
   * The machine that an experiment asks for.
   *
   * @throws dev.clearer.InputException if it is not there
   */
  static Machine of(Device device, Arithmetic arithmetic) {
    Processor processor =
        switch (device) {
          case AUTO -> Processor.auto();
          case CPU -> Processor.CPU;
          case CUDA -> Processor.CUDA.required();
        };
    return new Machine(
        processor,
        switch (arithmetic) {
          case AUTO -> Precision.auto(processor);
          case F32 -> Precision.F32;
          case BF16 -> Precision.BF16;
        });
  }

  /** For messages. */
  @Override
  public String toString() {
    return processor + " in " + precision;
  }

  void take(Module network) {
    processor.take(network);
  }

  Batch take(Batch batch) {
    return new Batch(
        processor.take(batch.lowResolution()),
        processor.take(batch.sharp()),
        batch.truth().each(processor::take));
  }

  void run(Runnable body) {
    precision.run(processor, body);
  }
}
