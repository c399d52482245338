package dev.clearer.net.imdn;

import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Scales every channel by a factor in (0, 1) that follows from all channels' contrast: the sum of
 * their mean and their standard deviation.
 */
final class ContrastAttention extends Module {
  private static final int REDUCTION = 16;
  private static final long[] PLANE = {2, 3};

  private final ModuleList<Conv2dImpl> layers;

  ContrastAttention(int channels) {
    int[] widths = {channels, channels / REDUCTION, channels};
    layers =
        register_module(
            "conv_du", ModuleList.spaced(2, 2, i -> Layers.conv(widths[i], widths[i + 1], 1)));
  }

  /** (N, channels, H, W) to the same. */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          Tensor mean = x.mean(PLANE, true, new ScalarTypeOptional());
          Tensor variance = x.sub(mean).square().mean(PLANE, true, new ScalarTypeOptional());
          Tensor contrast = mean.add(variance.sqrt());
          Tensor hidden = relu_(layers.get(0).forward(contrast));
          return x.mul(layers.get(2).forward(hidden).sigmoid());
        });
  }
}
