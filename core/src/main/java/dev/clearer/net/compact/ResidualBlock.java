package dev.clearer.net.compact;

import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@code x + conv(relu(conv(x)))} without batch norm, which is fast on a CPU. */
final class ResidualBlock extends Module {
  private final Conv2dImpl first;
  private final Conv2dImpl second;

  ResidualBlock(int channels) {
    first = register_module("conv1", Layers.reluConv(channels, channels, 3));
    second = register_module("conv2", Layers.drawn(Layers.conv(channels, channels, 3), 0.2));
  }

  /** Maps (N, C, H, W) to the same shape. */
  Tensor forward(Tensor x) {
    return Scope.returning(() -> x.add(second.forward(relu_(first.forward(x)))));
  }
}
