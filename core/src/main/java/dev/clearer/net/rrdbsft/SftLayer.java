package dev.clearer.net.rrdbsft;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Scales and shifts features by a per-pixel prior (spatial feature transform). */
final class SftLayer extends Module {
  private static final int HIDDEN = 32;
  private static final double SLOPE = 0.2;

  private final Conv2dImpl mul1;
  private final Conv2dImpl mul2;
  private final Conv2dImpl add1;
  private final Conv2dImpl add2;

  SftLayer(int features, int prior) {
    mul1 = register_module("mul_conv1", Layers.conv(features + prior, HIDDEN, 3));
    mul2 = register_module("mul_conv2", Layers.conv(HIDDEN, features, 3));
    add1 = register_module("add_conv1", Layers.conv(features + prior, HIDDEN, 3));
    add2 = register_module("add_conv2", Layers.conv(HIDDEN, features, 3));
  }

  /** (N, features, H, W) and (N, prior, H, W) to (N, features, H, W). */
  Tensor forward(Tensor x, Tensor prior) {
    return Scope.returning(
        () -> {
          Tensor both = Ops.concat(x, prior);
          Tensor factor = mul2.forward(rectified(mul1, both)).sigmoid();
          return Ops.addInPlace(x.mul(factor), add2.forward(rectified(add1, both)));
        });
  }

  private static Tensor rectified(Conv2dImpl conv, Tensor x) {
    return Ops.leakyReluInPlace(conv.forward(x), SLOPE);
  }
}
