package dev.clearer.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** In which floating-point type convolutions run on the CPU. */
public enum Precision {
  /** float32 throughout. */
  F32,
  /** bfloat16 in convolutions and products, float32 elsewhere (libtorch's autocast). */
  BF16;

  /**
   * bfloat16 where this CPU has instructions for it, float32 elsewhere (slower there otherwise).
   */
  public static Precision auto() {
    try {
      String cpu = Files.readString(Path.of("/proc/cpuinfo"));
      return cpu.contains("avx512_bf16") || cpu.contains("amx_bf16") ? BF16 : F32;
    } catch (IOException notLinux) {
      return F32;
    }
  }

  /** Runs {@code body} on this thread in this precision. */
  public void run(Runnable body) {
    if (this == F32) {
      body.run();
      return;
    }
    torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
    torch.set_autocast_enabled(DeviceType.CPU, true);
    try {
      body.run();
    } finally {
      torch.clear_cache();
      torch.set_autocast_enabled(DeviceType.CPU, false);
    }
  }
}
