package dev.clearer.net.dcls;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Estimates the one kernel that, on the low-resolution grid, turns the reduced sharp picture into
 * the reduced blurred one.
 */
public final class DclsEstimator extends Module {
  private static final int COLOURS = 3;
  private static final int BLOCKS = 3;
  private static final int HEAD_SIZE = 7;

  private final ModuleList<Conv2dImpl> head;
  private final ModuleList<ModuleList<ResidualBlock>> body;
  private final ModuleList<Conv2dImpl> tail;
  private final FilterChain chain;

  /** With random weights; build it outside any {@link Scope}. */
  DclsEstimator(DclsConfig config) {
    int channels = config.channels();
    head =
        register_module("head", ModuleList.list(1, i -> Layers.conv(COLOURS, channels, HEAD_SIZE)));
    body =
        register_module(
            "body",
            ModuleList.list(1, i -> ModuleList.list(BLOCKS, b -> new ResidualBlock(channels))));
    Map<String, Conv2dImpl> layers = new LinkedHashMap<>();
    layers.put("0", Layers.validConv(channels, channels, 3));
    layers.put("2", Layers.validConv(channels, channels, 3));
    layers.put("4", Layers.conv(channels, DclsConfig.LATENT, 1));
    tail = register_module("tail", new ModuleList<>(layers));
    chain = new FilterChain(config.chain());
    register_module("dec", chain.layers());
  }

  /**
   * Estimates.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], H and W at least 5
   * @return (N, 1, size, size), adding up to 1; some taps may be negative
   */
  public Tensor forward(Tensor lowResolution) {
    return Scope.returning(() -> normalised(chain.forward(latent(lowResolution))));
  }

  /** What describes the blur, (N, 256). */
  Tensor latent(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor shallow = head.get(0).forward(lowResolution);
          Tensor x = shallow;
          for (ResidualBlock block : body.get(0).all()) {
            x = block.forward(x);
          }
          x = tail.get(0).forward(Ops.addInPlace(x, shallow));
          x = tail.get(2).forward(Ops.leakyReluInPlace(x, ResidualBlock.SLOPE));
          return tail.get(4).forward(adaptive_avg_pool2d(x, 1, 1)).flatten(1, 3);
        });
  }

  /** The chain's three channels before they are one kernel. */
  Tensor raw(Tensor latent) {
    return chain.forward(latent);
  }

  private static Tensor normalised(Tensor raw) {
    Tensor mean = raw.mean(new long[] {1}, true, new ScalarTypeOptional());
    return mean.div(mean.sum(new long[] {2, 3}, true, new ScalarTypeOptional()));
  }
}
