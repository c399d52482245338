package dev.clearer.net.dan;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * The restorer of DAN version 1. It has no skip from its first to its last features, and its result
 * is not clamped.
 */
public final class DanV1Restorer extends Module {
  private static final int CHANNELS = 64;

  private final Conv2dImpl head;
  private final ModuleList<ConditionalBlock> body;
  private final Conv2dImpl fusion;
  private final Upscaling upscaling;

  DanV1Restorer(DanV1.Config config) {
    head = register_module("head", Layers.conv(3, CHANNELS, 3));
    body =
        register_module(
            "body",
            ModuleList.list(
                config.blocks(), i -> new ConditionalBlock(CHANNELS, config.components())));
    fusion = register_module("fusion", Layers.conv(CHANNELS, CHANNELS, 3));
    upscaling = Upscaling.by(config.scale());
    register_module("upscale", upscaling.module());
  }

  /**
   * Enlarges a picture.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param code (N, components), or one a pixel as (N, components, H, W), which is our extension
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  public Tensor forward(Tensor lowResolution, Tensor code) {
    return Scope.returning(
        () -> {
          Tensor codes = stretched(code, lowResolution);
          Tensor x = head.forward(lowResolution);
          for (ConditionalBlock block : body.all()) {
            x = block.forward(x, codes);
          }
          return upscaling.forward(fusion.forward(x));
        });
  }

  /** The first features: (N, 3, H, W) to (N, 64, H, W). */
  Tensor head(Tensor lowResolution) {
    return head.forward(lowResolution);
  }

  /** Block {@code index}, from 0. */
  ConditionalBlock block(int index) {
    return body.get(index);
  }

  /** The last features before the up-scaling. */
  Tensor fusion(Tensor features) {
    return fusion.forward(features);
  }

  /** One code as a map of the picture's size; a map as it is. */
  static Tensor stretched(Tensor code, Tensor picture) {
    Tensor map = code.dim() == 4 ? code : code.unsqueeze(2).unsqueeze(3);
    return map.expand(map.size(0), map.size(1), Ops.height(picture), Ops.width(picture));
  }
}
