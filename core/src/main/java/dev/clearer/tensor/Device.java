package dev.clearer.tensor;

import dev.clearer.InputException;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where to compute. */
public enum Device {
  /** The GPU if this build and this machine have one, otherwise the CPU. */
  AUTO,
  /** The CPU. */
  CPU,
  /** The first NVIDIA GPU. Needs a build with libtorch for CUDA. */
  CUDA;

  /** Number of CPU threads that one operation uses. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** Makes the operations that follow use {@code count} CPU threads, at least 1. */
  public static void useThreads(int count) {
    torch.set_num_threads(count);
  }

  /**
   * Returns {@link #CPU} or {@link #CUDA}.
   *
   * @throws InputException if this build or this machine does not support it
   */
  public Device resolved() {
    boolean cuda = this != CPU && torch.cuda_is_available();
    if (this == CUDA && !cuda) {
      throw new InputException(
          "CUDA is not available: it needs an NVIDIA GPU, its driver and a build"
              + " with -Pcuda. Leave --device out or choose cpu.");
    }
    return cuda ? CUDA : CPU;
  }

  /** Moves all parameters and buffers of {@code network} to this device. */
  public void move(Module network) {
    if (type() == DeviceType.CUDA) {
      Scope.run(() -> network.to(new org.bytedeco.pytorch.Device(DeviceType.CUDA), false));
    }
  }

  /** Copies {@code tensor} to this device. Returns {@code tensor} itself if it is already there. */
  public Tensor move(Tensor tensor) {
    return type() == DeviceType.CPU
        ? tensor
        : Scope.returning(
            () ->
                tensor.to(new org.bytedeco.pytorch.Device(DeviceType.CUDA), tensor.scalar_type()));
  }

  /** libtorch's constant for this device. */
  DeviceType type() {
    Device device = this == AUTO ? resolved() : this;
    return device == CPU ? DeviceType.CPU : DeviceType.CUDA;
  }
}
