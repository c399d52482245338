package dev.clearer.net.block;

import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@code x + conv(relu(conv(x)))} without biases. */
final class UNetBlock extends Module {
  private final ModuleList<Conv2dImpl> convolutions;

  UNetBlock(int channels) {
    convolutions =
        register_module("res", ModuleList.spaced(2, 2, i -> UNet.conv(channels, channels)));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor hidden = relu_(convolutions.get(0).forward(x));
          return Ops.addInPlace(convolutions.get(2).forward(hidden), x);
        });
  }
}
