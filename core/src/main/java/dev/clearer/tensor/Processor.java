package dev.clearer.tensor;

import dev.clearer.InputException;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** What computes: the machine's own processor, or an NVIDIA GPU. */
public enum Processor {
  /** The machine's own processor. */
  CPU(DeviceType.CPU),
  /** The first NVIDIA GPU; needs a build with the GPU's libtorch. */
  CUDA(DeviceType.CUDA);

  private final DeviceType type;

  Processor(DeviceType type) {
    this.type = type;
  }

  /** The GPU where there is one that this build can use, the CPU elsewhere. */
  public static Processor auto() {
    return CUDA.available() ? CUDA : CPU;
  }

  /** How many threads of the CPU one operation is spread over. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** Spreads the operations that follow over {@code count} threads of the CPU, at least 1. */
  public static void useThreads(int count) {
    torch.set_num_threads(count);
  }

  /** Whether this build and this machine have it. */
  public boolean available() {
    return this == CPU || torch.cuda_is_available();
  }

  /**
   * This processor.
   *
   * @throws InputException if this build or this machine lacks it
   */
  public Processor required() {
    if (!available()) {
      throw new InputException(
          "There is no CUDA here (it needs an NVIDIA GPU with its driver and a build with"
              + " -Pcuda): leave --device out or choose cpu.");
    }
    return this;
  }

  /** Moves all parameters and buffers of {@code network} here. */
  public void take(Module network) {
    if (this != CPU) {
      Scope.run(() -> network.to(new Device(type), false));
    }
  }

  /** {@code tensor} with its values here: itself if they are. */
  public Tensor take(Tensor tensor) {
    return this == CPU
        ? tensor
        : Scope.returning(() -> tensor.to(new Device(type), tensor.scalar_type()));
  }

  /** libtorch's word for it. */
  DeviceType type() {
    return type;
  }
}
