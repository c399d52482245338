package dev.clearer.net.dan;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A residual block with channel attention whose convolutions also see a second input. */
final class ConditionalBlock extends Module {
  private final Body body;

  ConditionalBlock(int channels, int conditions) {
    body = register_module("body", new Body(channels, conditions));
  }

  /** Only groups the names. */
  private static final class Body extends Module {
    private final Conv2dImpl first;
    private final Conv2dImpl second;
    private final ChannelAttention attention;

    private Body(int channels, int conditions) {
      int both = channels + conditions;
      first = register_module("0", Layers.conv(both, both, 3));
      second = register_module("2", Layers.conv(both, channels, 3));
      attention = register_module("3", new ChannelAttention(channels));
    }
  }

  /** What is attended to in {@link #forward}. */
  Tensor beforeAttention(Tensor x, Tensor condition) {
    return Scope.returning(
        () -> {
          Tensor hidden = body.first.forward(Ops.concat(x, condition));
          return body.second.forward(Ops.leakyReluInPlace(hidden, DanV1.SLOPE));
        });
  }

  /** (N, channels, H, W) and (N, conditions, H, W) to (N, channels, H, W). */
  Tensor forward(Tensor x, Tensor condition) {
    return Scope.returning(
        () -> Ops.addInPlace(body.attention.forward(beforeAttention(x, condition)), x));
  }
}
