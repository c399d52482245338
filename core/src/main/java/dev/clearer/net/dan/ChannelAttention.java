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
import org.bytedeco.pytorch.global.torch;

/** Weighs every channel by what the means of all channels say. */
final class ChannelAttention extends Module {
  private static final int REDUCTION = 16;

  private final ModuleList<Conv2dImpl> layers;

  ChannelAttention(int channels) {
    Map<String, Conv2dImpl> convolutions = new LinkedHashMap<>();
    convolutions.put("0", Layers.conv(channels, channels / REDUCTION, 1));
    convolutions.put("2", Layers.conv(channels / REDUCTION, channels, 1));
    layers = register_module("body", new ModuleList<>(convolutions));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor mean = torch.adaptive_avg_pool2d(x, new long[] {1, 1});
          Tensor hidden = Ops.leakyReluInPlace(layers.get(0).forward(mean), DanV1.SLOPE);
          return x.mul(layers.get(2).forward(hidden).sigmoid());
        });
  }
}
