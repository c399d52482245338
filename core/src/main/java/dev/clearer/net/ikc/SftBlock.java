package dev.clearer.net.ikc;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Two convolutions, each of features that were transformed by the codes, around a shortcut. */
final class SftBlock extends Module {
  private final SftLayer sft1;
  private final SftLayer sft2;
  private final Conv2dImpl conv1;
  private final Conv2dImpl conv2;

  SftBlock(int channels, int components) {
    sft1 = register_module("sft1", new SftLayer(channels, components));
    sft2 = register_module("sft2", new SftLayer(channels, components));
    conv1 = register_module("conv1", Layers.conv(channels, channels, 3));
    conv2 = register_module("conv2", Layers.conv(channels, channels, 3));
  }

  /** The first transform of {@link #forward}, before its ReLU. */
  Tensor transformed(Tensor x, Tensor codes) {
    return sft1.forward(x, codes);
  }

  /** (N, channels, H, W) and (N, components, H, W) to (N, channels, H, W). */
  Tensor forward(Tensor x, Tensor codes) {
    return Scope.returning(
        () -> {
          Tensor first = Ops.reluInPlace(transformed(x, codes));
          Tensor second = Ops.reluInPlace(sft2.forward(conv1.forward(first), codes));
          return Ops.addInPlace(conv2.forward(second), x);
        });
  }
}
