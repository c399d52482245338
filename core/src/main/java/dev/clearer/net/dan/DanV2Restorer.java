package dev.clearer.net.dan;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The restorer of DAN version 2. Its result is not clamped. */
public final class DanV2Restorer extends Module {
  private static final int CHANNELS = 64;

  private final Conv2dImpl headPicture;
  private final Conv2dImpl headCode;
  private final ModuleList<DualPathGroup> body;
  private final Conv2dImpl fusion;
  private final @Nullable Upscaling upscaling;
  private final @Nullable Conv2dImpl last;

  DanV2Restorer(DanV2.Config config) {
    headPicture = register_module("head1", Layers.conv(3, CHANNELS, 3));
    headCode = register_module("head2", Layers.conv(config.components(), CHANNELS, 1));
    body =
        register_module(
            "body",
            ModuleList.list(
                config.groups(), i -> new DualPathGroup(config.blocks(), CHANNELS, 3, 1)));
    fusion = register_module("fusion", Layers.conv(CHANNELS, CHANNELS, 3));
    upscaling = config.scale() == 1 ? null : Upscaling.by(config.scale());
    last = config.scale() == 1 ? Layers.conv(CHANNELS, 3, 3) : null;
    if (upscaling != null) {
      register_module("upscale", upscaling.module());
    } else if (last != null) {
      register_module("upscale", last);
    }
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
          Features x = heads(lowResolution, code);
          for (DualPathGroup group : body.all()) {
            x = group.forward(x);
          }
          return enlarged(fusion.forward(x.first()));
        });
  }

  private Tensor enlarged(Tensor features) {
    if (upscaling != null) {
      return upscaling.forward(features);
    }
    if (last != null) {
      return last.forward(features);
    }
    throw new IllegalStateException("a restorer without an end");
  }

  /** The first features of both streams, the second of one pixel for one code. */
  Features heads(Tensor lowResolution, Tensor code) {
    return Features.returning(
        () -> {
          Tensor codes = code.dim() == 4 ? code : code.unsqueeze(2).unsqueeze(3);
          return new Features(headPicture.forward(lowResolution), headCode.forward(codes));
        });
  }

  /** Group {@code index}, from 0. */
  DualPathGroup group(int index) {
    return body.get(index);
  }

  /** The last features before the up-scaling. */
  Tensor fusion(Tensor features) {
    return fusion.forward(features);
  }
}
