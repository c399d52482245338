package dev.clearer.net.photo;

import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.tanh;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A residual block without batch norm: {@code x + conv(relu(conv(x)))}. Where it is told something,
 * the result of its first convolution is scaled and shifted by it, pixel by pixel.
 */
final class PhotoBlock extends Module {
  private final int width;
  private final Conv2dImpl first;
  private final Conv2dImpl second;
  private final @Nullable Conv2dImpl modulation;

  /**
   * A block with fresh weights.
   *
   * @param dilation of the first convolution
   * @param known channels of what it is told, or 0
   */
  PhotoBlock(int width, int dilation, int known) {
    this.width = width;
    first = register_module("first", Layers.drawn(Layers.dilated(width, width, dilation), 1));
    second = register_module("second", Layers.drawn(Layers.conv(width, width, 3), 0.15));
    modulation =
        known == 0
            ? null
            : register_module("modulation", Layers.drawn(Layers.conv(known, 2 * width, 1), 0.1));
  }

  /** (N, width, H, W) to the same shape. */
  Tensor forward(Tensor x) {
    return Scope.returning(() -> x.add(second.forward(relu_(first.forward(x)))));
  }

  /** Like {@link #forward(Tensor)}, told {@code known}, (N, known, H, W). */
  Tensor forward(Tensor x, Tensor known) {
    Conv2dImpl modulate = modulation;
    if (modulate == null) {
      return forward(x);
    }
    return Scope.returning(
        () -> {
          Tensor told = modulate.forward(known);
          // Bounded: unbounded factors of many blocks multiply to anything.
          Tensor factor = tanh(told.narrow(1, 0, width)).add(new Scalar(1));
          Tensor feature = first.forward(x).mul(factor).add(told.narrow(1, width, width));
          return x.add(second.forward(relu_(feature)));
        });
  }
}
