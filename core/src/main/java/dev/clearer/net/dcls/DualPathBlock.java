package dev.clearer.net.dcls;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A residual step of two streams, of which the wide one also sees the narrow one. */
final class DualPathBlock extends Module {
  private final ModuleList<Conv2dImpl> wide;
  private final ModuleList<Conv2dImpl> narrow;
  private final ModuleList<Module> join;
  private final ChannelAttention attention;

  DualPathBlock(DclsConfig config) {
    int channels = config.channels();
    int few = config.narrow();
    wide = register_module("body1", pair(channels));
    narrow = register_module("body2", pair(few));
    Map<String, Module> layers = new LinkedHashMap<>();
    layers.put("1", Layers.conv(channels + few, channels, 3));
    layers.put("2", new ChannelAttention(channels));
    join = register_module("CA_body1", new ModuleList<>(layers));
    attention = register_module("CA_body2", new ChannelAttention(few));
  }

  /** The next (wide, narrow) streams. */
  DualPath forward(DualPath x) {
    Tensor[] next =
        Scope.returningAll(
            () -> {
              Tensor a = convolved(wide, x.wide());
              Tensor b = convolved(narrow, x.narrow());
              Tensor both = Ops.leakyReluInPlace(Ops.concat(a, b), ResidualBlock.SLOPE);
              Tensor joined = ((Conv2dImpl) join.get(1)).forward(both);
              return new Tensor[] {
                x.wide().add(((ChannelAttention) join.get(2)).forward(joined)),
                x.narrow().add(attention.forward(b))
              };
            });
    return new DualPath(next[0], next[1]);
  }

  private static Tensor convolved(ModuleList<Conv2dImpl> layers, Tensor x) {
    Tensor hidden = Ops.leakyReluInPlace(layers.get(0).forward(x), ResidualBlock.SLOPE);
    return layers.get(2).forward(hidden);
  }

  private static ModuleList<Conv2dImpl> pair(int channels) {
    return ModuleList.spaced(2, 2, i -> Layers.conv(channels, channels, 3));
  }
}
