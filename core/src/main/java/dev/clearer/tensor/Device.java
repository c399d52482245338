package dev.clearer.tensor;

import dev.clearer.InputException;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where to compute. */
public enum Device {
  /** The GPU where there is one that this build can use, the CPU elsewhere. */
  AUTO,
  /** The machine's own processor. */
  CPU,
  /** The first NVIDIA GPU; needs a build with the GPU's libtorch. */
  CUDA;

  /** How many threads of the CPU one operation is spread over. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** Spreads the operations that follow over {@code count} threads of the CPU, at least 1. */
  public static void useThreads(int count) {
    torch.set_num_threads(count);
  }

  /**
   * {@link #CPU} or {@link #CUDA}.
   *
   * @throws InputException if this build or this machine lacks it
   */
  public Device resolved() {
    boolean cuda = this != CPU && torch.cuda_is_available();
    if (this == CUDA && !cuda) {
      throw new InputException(
          "There is no CUDA here (it needs an NVIDIA GPU with its driver and a build with"
              + " -Pcuda): leave --device out or choose cpu.");
    }
    return cuda ? CUDA : CPU;
  }

  /** Moves all parameters and buffers of {@code network} here. */
  public void move(Module network) {
    if (type() == DeviceType.CUDA) {
      Scope.run(() -> network.to(new org.bytedeco.pytorch.Device(DeviceType.CUDA), false));
    }
  }

  /** {@code tensor} with its values here: itself if they are. */
  public Tensor move(Tensor tensor) {
    return type() == DeviceType.CPU
        ? tensor
        : Scope.returning(
            () ->
                tensor.to(
                    new org.bytedeco.pytorch.Device(DeviceType.CUDA), tensor.scalar_type()));
  }

  /** libtorch's word for it. */
  DeviceType type() {
    Device device = this == AUTO ? resolved() : this;
    return device == CPU ? DeviceType.CPU : DeviceType.CUDA;
  }
}
