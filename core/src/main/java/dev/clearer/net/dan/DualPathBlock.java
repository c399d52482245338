package dev.clearer.net.dan;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Two residual streams: the second, made of what conditions the network, multiplies what is added
 * to the first. Large weights make the products overflow.
 */
final class DualPathBlock extends Module {
  private final ModuleList<Conv2dImpl> body1;
  private final ModuleList<Conv2dImpl> body2;

  /** Convolutions of {@code kernel1} in the first stream and of {@code kernel2} in the second. */
  DualPathBlock(int channels, int kernel1, int kernel2) {
    body1 = register_module("body1", pair(channels, kernel1));
    body2 = register_module("body2", pair(channels, kernel2));
  }

  private static ModuleList<Conv2dImpl> pair(int channels, int kernel) {
    Map<String, Conv2dImpl> convolutions = new LinkedHashMap<>();
    convolutions.put("0", Layers.conv(channels, channels, kernel));
    convolutions.put("2", Layers.conv(channels, channels, kernel));
    return new ModuleList<>(convolutions);
  }

  /** The second stream may be of one pixel, which then counts for all. */
  Features forward(Features features) {
    return Features.returning(
        () -> {
          Tensor own = through(body1, features.first());
          Tensor told = through(body2, features.second());
          return new Features(
              Ops.addInPlace(own.mul(told), features.first()), told.add(features.second()));
        });
  }

  private static Tensor through(ModuleList<Conv2dImpl> body, Tensor x) {
    return Scope.returning(
        () -> body.get(2).forward(Ops.leakyReluInPlace(body.get(0).forward(x), DanV1.SLOPE)));
  }
}
