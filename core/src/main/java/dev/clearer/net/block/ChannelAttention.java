package dev.clearer.net.block;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Gates channels by the affinity between the channel groups of two features. */
final class ChannelAttention extends Module {
  private final int channels;
  private final int groups;
  private final ModuleList<ConvNorm> attention1;
  private final ModuleList<ConvNorm> attention2;
  private final ModuleList<LinearImpl> mlp1;
  private final ModuleList<LinearImpl> mlp2;
  private final ConvNorm smooth1;
  private final ConvNorm smooth2;
  private final Tensor strength1;
  private final Tensor strength2;

  ChannelAttention(int channels, int groups) {
    this.channels = channels;
    this.groups = groups;
    // The tensor that register_parameter returns moves when the next one is registered, so keep
    // this handle.
    strength1 = torch.zeros(1);
    register_parameter("c1", strength1);
    strength2 = torch.zeros(1);
    register_parameter("c2", strength2);
    attention1 = register_module("channel_att1", attention(channels));
    attention2 = register_module("channel_att2", attention(channels));
    mlp1 = register_module("mlp1", mlp(channels, groups));
    mlp2 = register_module("mlp2", mlp(channels, groups));
    smooth1 = register_module("smooth1", ConvNorm.linear(channels, channels, 3));
    smooth2 = register_module("smooth2", ConvNorm.linear(channels, channels, 3));
  }

  /** Maps two (N, channels, H, W) tensors to two of the same shape. */
  BlurAndClasses forward(BlurAndClasses inputs) {
    return BlurAndClasses.returning(
        () -> {
          Tensor feature1 = attention1.get("conv_bn_relu").forward(inputs.first());
          Tensor feature2 = attention2.get("conv_bn_relu").forward(inputs.second());
          Tensor mean1 = attention1.get("conv_1x1").forward(mean(feature1));
          Tensor mean2 = attention2.get("conv_1x1").forward(mean(feature2));
          Tensor affinity = affinity(mean1, mean2);
          Tensor gate1 = gate(mean1, strength1, mlp1, affinity);
          Tensor gate2 = gate(mean2, strength2, mlp2, affinity);
          return new BlurAndClasses(
              smooth1.forward(feature1.mul(gate1)), smooth2.forward(feature2.mul(gate2)));
        });
  }

  /** Affinity of the channel groups of both features: (N, groups * groups). */
  private Tensor affinity(Tensor mean1, Tensor mean2) {
    Tensor grouped1 = mean1.reshape(-1, groups, channels / groups);
    Tensor grouped2 = mean2.reshape(-1, groups, channels / groups);
    return grouped2.matmul(grouped1.transpose(1, 2)).flatten(1, 2);
  }

  private Tensor gate(Tensor mean, Tensor strength, ModuleList<LinearImpl> mlp, Tensor affinity) {
    Tensor hidden = Ops.reluInPlace(mlp.get("0").forward(affinity));
    Tensor shared = Ops.reluInPlace(mlp.get("2").forward(hidden));
    return mean.add(strength.mul(shared.view(-1, channels, 1, 1))).sigmoid();
  }

  private static Tensor mean(Tensor feature) {
    return feature.mean(new long[] {2, 3}, true, new ScalarTypeOptional());
  }

  private static ModuleList<ConvNorm> attention(int channels) {
    Map<String, ConvNorm> parts = new LinkedHashMap<>();
    parts.put("conv_bn_relu", ConvNorm.rectified(channels, channels, 3));
    parts.put("conv_1x1", ConvNorm.linear(channels, channels, 1));
    return new ModuleList<>(parts);
  }

  private static ModuleList<LinearImpl> mlp(int channels, int groups) {
    Map<String, LinearImpl> parts = new LinkedHashMap<>();
    parts.put("0", Layers.linear(groups * groups, channels));
    parts.put("2", Layers.linear(channels, channels));
    return new ModuleList<>(parts);
  }
}
