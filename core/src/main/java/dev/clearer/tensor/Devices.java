package dev.clearer.tensor;

import org.bytedeco.pytorch.global.torch;

/** Tells what this machine can compute on. */
public final class Devices {
  private Devices() {}

  /** Whether libtorch was built for CUDA and finds a GPU. */
  public static boolean cudaAvailable() {
    return torch.cuda_is_available();
  }
}
