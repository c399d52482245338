package dev.clearer.tensor;

import dev.clearer.InputException;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where to compute: on the CPU or on an NVIDIA GPU. */
public enum Processor {
  /** The CPU. */
  CPU(DeviceType.CPU),
  /** The first NVIDIA GPU. Needs a build with libtorch for CUDA. */
  CUDA(DeviceType.CUDA);

  private final DeviceType type;

  Processor(DeviceType type) {
    this.type = type;
  }

  /** The GPU if this build and this machine have one, otherwise the CPU. */
  public static Processor auto() {
    return CUDA.available() ? CUDA : CPU;
  }

  /** Number of CPU threads that one operation uses. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** Sets the number of CPU threads for the operations that follow, at least 1. */
  public static void useThreads(int count) {
    torch.set_num_threads(count);
  }

  /** Whether this build and this machine support it. */
  public boolean available() {
    return this == CPU || torch.cuda_is_available();
  }

  /**
   * Returns this processor.
   *
   * @throws InputException if this build or this machine does not support it
   */
  public Processor required() {
    if (!available()) {
      throw new InputException(
          "CUDA is not available: it needs an NVIDIA GPU, its driver and a build"
              + " with -Pcuda. Leave --device out or choose cpu.");
    }
    return this;
  }

  /** Moves all parameters and buffers of {@code network} to this processor. */
  public void take(Module network) {
    if (this != CPU) {
      Scope.run(() -> network.to(new Device(type), false));
    }
  }

  /**
   * Copies {@code tensor} to this processor. Returns {@code tensor} itself if it is already there.
   */
  public Tensor take(Tensor tensor) {
    return this == CPU
        ? tensor
        : Scope.returning(() -> tensor.to(new Device(type), tensor.scalar_type()));
  }

  /** libtorch's constant for this processor. */
  DeviceType type() {
    return type;
  }
}
