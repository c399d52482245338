package dev.clearer.net.cmos;

import dev.clearer.net.block.ConvNorm;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A 1x1, a 3x3 and a widening 1x1 convolution around a shortcut (the residual network's
 * bottleneck).
 */
final class Bottleneck extends Module {
  /** How many times wider the output is than the inner convolutions. */
  static final int EXPANSION = 4;

  private final Conv2dImpl conv1;
  private final BatchNorm2dImpl norm1;
  private final Conv2dImpl conv2;
  private final BatchNorm2dImpl norm2;
  private final Conv2dImpl conv3;
  private final BatchNorm2dImpl norm3;
  private final @Nullable ConvNorm shortcut;

  Bottleneck(int in, int inner) {
    int out = EXPANSION * inner;
    conv1 = register_module("conv1", Layers.conv(in, inner, 1, 1, false));
    norm1 = register_module("bn1", Layers.norm(inner, Hrnet.MOMENTUM));
    conv2 = register_module("conv2", Layers.conv(inner, inner, 3, 1, false));
    norm2 = register_module("bn2", Layers.norm(inner, Hrnet.MOMENTUM));
    conv3 = register_module("conv3", Layers.conv(inner, out, 1, 1, false));
    norm3 = register_module("bn3", Layers.norm(out, Hrnet.MOMENTUM));
    shortcut =
        in == out
            ? null
            : register_module(
                "downsample", ConvNorm.numbered(in, out, 1, 1, Hrnet.MOMENTUM, false));
  }

  /** (N, in, H, W) to (N, 4 * inner, H, W). */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor narrow = Ops.reluInPlace(norm1.forward(conv1.forward(x)));
          Tensor filtered = Ops.reluInPlace(norm2.forward(conv2.forward(narrow)));
          Tensor wide = norm3.forward(conv3.forward(filtered));
          Tensor sum = Ops.addInPlace(wide, shortcut == null ? x : shortcut.forward(x));
          return Ops.reluInPlace(sum);
        });
  }
}
