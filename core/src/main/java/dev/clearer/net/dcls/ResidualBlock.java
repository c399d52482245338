package dev.clearer.net.dcls;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@code x + conv(lrelu(conv(x)))}. */
final class ResidualBlock extends Module {
  /** What values below zero are multiplied with, everywhere in DCLS. */
  static final double SLOPE = 0.1;

  /** The weights that residual blocks begin with, against those of He et al. */
  private static final double GAIN = 0.1;

  private final Conv2dImpl first;
  private final Conv2dImpl second;

  ResidualBlock(int channels) {
    first = register_module("conv1", Layers.drawn(Layers.conv(channels, channels, 3), GAIN));
    second = register_module("conv2", Layers.drawn(Layers.conv(channels, channels, 3), GAIN));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor hidden = Ops.leakyReluInPlace(first.forward(x), SLOPE);
          return Ops.addInPlace(second.forward(hidden), x);
        });
  }
}
