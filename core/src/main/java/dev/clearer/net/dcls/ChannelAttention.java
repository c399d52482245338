package dev.clearer.net.dcls;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Scales every channel by a factor in (0, 1) that follows from the means of all channels. */
final class ChannelAttention extends Module {
  private final ModuleList<Conv2dImpl> layers;

  ChannelAttention(int channels) {
    int[] widths = {channels, channels / DclsConfig.REDUCTION, channels};
    layers =
        register_module(
            "conv_du", ModuleList.spaced(2, 2, i -> Layers.conv(widths[i], widths[i + 1], 1)));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor hidden = relu_(layers.get(0).forward(adaptive_avg_pool2d(x, 1, 1)));
          return x.mul(layers.get(2).forward(hidden).sigmoid());
        });
  }
}
