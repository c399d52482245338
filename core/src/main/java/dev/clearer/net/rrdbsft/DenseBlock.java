package dev.clearer.net.rrdbsft;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Five 3x3 convolutions around a shortcut; each sees the outputs of all before it. */
final class DenseBlock extends Module {
  /** Factor of the block's output before it is added to its input. */
  static final double RESIDUAL_SCALE = 0.2;

  private static final double SLOPE = 0.2;
  private static final int CONVOLUTIONS = 5;

  private final List<Conv2dImpl> convolutions;

  DenseBlock(int channels, int growth) {
    convolutions =
        IntStream.range(0, CONVOLUTIONS)
            .mapToObj(
                i -> {
                  int out = i == CONVOLUTIONS - 1 ? channels : growth;
                  return register_module(
                      "conv" + (i + 1), Layers.conv(channels + i * growth, out, 3));
                })
            .toList();
  }

  /** Maps (N, channels, H, W) to the same shape. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor seen = x;
          for (Conv2dImpl conv : convolutions.subList(0, CONVOLUTIONS - 1)) {
            seen = Ops.concat(seen, Ops.leakyReluInPlace(conv.forward(seen), SLOPE));
          }
          Tensor own = convolutions.get(CONVOLUTIONS - 1).forward(seen);
          return Ops.addInPlace(Ops.scale(own, RESIDUAL_SCALE), x);
        });
  }
}
