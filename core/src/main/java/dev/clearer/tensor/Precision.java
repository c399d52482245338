package dev.clearer.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Floating-point type of convolutions and matrix products. */
public enum Precision {
  /** bfloat16 where the CPU has instructions for it, float32 elsewhere and on a GPU. */
  AUTO,
  /** float32 throughout. */
  F32,
  /** bfloat16 in convolutions and matrix products, float32 elsewhere (libtorch's autocast). */
  BF16;

  /** {@link #F32} or {@link #BF16}, for {@code device}. */
  public Precision resolved(Device device) {
    if (this != AUTO) {
      return this;
    }
    // Without such instructions bfloat16 is slower; on a GPU it has not been tried yet.
    return device.type() == DeviceType.CPU ? ofThisCpu() : F32;
  }

  private static Precision ofThisCpu() {
    try {
      return ofProcessorFlags(Files.readString(Path.of("/proc/cpuinfo")));
    } catch (IOException notLinux) {
      return F32;
    }
  }

  /** The default for a CPU with the given Linux description ({@code /proc/cpuinfo}). */
  static Precision ofProcessorFlags(String description) {
    return description.contains("avx512_bf16") || description.contains("amx_bf16") ? BF16 : F32;
  }

  /** Runs {@code body} in this precision on this thread. It must compute on the CPU. */
  public void run(Runnable body) {
    run(Device.CPU, body);
  }

  /** Runs {@code body} in this precision on this thread. It must compute on {@code device}. */
  public void run(Device device, Runnable body) {
    run(device.type(), body);
  }

  /**
   * Applies {@code body} to {@code operand} in this precision on this thread, whatever the
   * surrounding precision is. Call it inside a {@link Scope}.
   */
  public Tensor of(Tensor operand, UnaryOperator<Tensor> body) {
    Tensor[] result = new Tensor[1];
    run(operand.device().type(), () -> result[0] = body.apply(operand));
    return Objects.requireNonNull(result[0]);
  }

  private void run(DeviceType type, Runnable body) {
    boolean before = torch.is_autocast_enabled(type);
    torch.set_autocast_dtype(type, ScalarType.BFloat16);
    torch.set_autocast_enabled(type, this == BF16);
    try {
      body.run();
    } finally {
      torch.clear_cache();
      torch.set_autocast_enabled(type, before);
    }
  }
}
