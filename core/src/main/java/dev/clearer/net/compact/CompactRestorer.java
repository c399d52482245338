package dev.clearer.net.compact;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.upsample_bicubic2d;

import dev.clearer.net.compact.CompactConfig.Base;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * The restorer of {@link Compact}: residual blocks at low-resolution size, whose features are
 * scaled and shifted by the maps (spatial feature transform), then pixel shuffle. The result is
 * added to a fixed enlargement: a bicubic one, or the best linear one for the given blur, whose
 * detail is also an input of the blocks.
 */
final class CompactRestorer extends Module {
  /** Number of channels of the encoded maps. */
  private static final int PRIOR = 32;

  private final int scale;
  private final @Nullable WienerEnlargement wiener;
  private final Conv2dImpl head;
  private final @Nullable Conv2dImpl detail;
  private final @Nullable Conv2dImpl prior1;
  private final @Nullable Conv2dImpl prior2;
  private final List<Modulated> blocks = new ArrayList<>();
  private final Conv2dImpl body;
  private final Conv2dImpl tail;

  CompactRestorer(CompactConfig config) {
    scale = config.scale();
    int width = config.restorer().width();
    int told = told(config);
    int outputs = 3 * scale * scale;
    head = register_module("head", Layers.reluConv(3, width, 3));
    boolean best = config.restorer().base() == Base.WIENER;
    wiener = best ? new WienerEnlargement(scale) : null;
    detail = best ? register_module("detail", Layers.reluConv(outputs, width, 3)) : null;
    prior1 = told == 0 ? null : register_module("prior1", Layers.reluConv(told, PRIOR, 3));
    prior2 = told == 0 ? null : register_module("prior2", Layers.reluConv(PRIOR, PRIOR, 1));
    for (int i = 0; i < config.restorer().blocks(); i++) {
      blocks.add(register_module("block" + i, new Modulated(width, told > 0)));
    }
    body = register_module("body", Layers.drawn(Layers.conv(width, width, 3), 0.3));
    tail = register_module("tail", Layers.drawn(Layers.conv(width, outputs, 3), 0.05));
  }

  private static int told(CompactConfig config) {
    return switch (config.restorer().prior()) {
      case BLUR_AND_CLASSES -> 1 + config.classes();
      case BLUR -> 1;
      case NONE -> 0;
    };
  }

  private @Nullable Tensor told(@Nullable Tensor blur, @Nullable Tensor classes) {
    if (prior1 == null || prior2 == null || blur == null) {
      return null;
    }
    Tensor maps = classes == null ? blur : cat(new TensorVector(blur, classes), 1);
    return relu(prior2.forward(relu(prior1.forward(maps))));
  }

  /**
   * Enlarges a picture whose blur is known.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param blur sigma in high-resolution pixels divided by {@link Compact#SIGMA_UNIT}, (N, 1, H,
   *     W); null without a prior
   * @param classes probabilities of the classes, (N, K, H, W); null if the prior is blur only
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  Tensor forward(Tensor lowResolution, @Nullable Tensor blur, @Nullable Tensor classes) {
    return Scope.returning(
        () -> {
          Tensor told = told(blur, classes);
          Tensor base =
              wiener == null || blur == null ? null : wiener.subpixels(lowResolution, blur);
          Tensor first = first(lowResolution, base);
          Tensor features = first;
          for (int i = 0; i < blocks.size(); i++) {
            Tensor next = blocks.get(i).forward(features, told);
            if (i > 0) { // The first one is still needed.
              Scope.free(features);
            }
            features = next;
          }
          Tensor all = body.forward(features).add_(first);
          Scope.free(features);
          Tensor residual = tail.forward(all);
          Scope.free(all);
          if (base != null) {
            return pixel_shuffle(base.add(residual), scale);
          }
          long[] size = {lowResolution.size(2) * scale, lowResolution.size(3) * scale};
          return pixel_shuffle(residual, scale).add(upsample_bicubic2d(lowResolution, size, false));
        });
  }

  /** The input of the blocks: the picture, and the base's change to it, magnified. */
  private Tensor first(Tensor lowResolution, @Nullable Tensor base) {
    Tensor first = head.forward(lowResolution);
    if (base == null || detail == null) {
      return first;
    }
    long phases = (long) scale * scale;
    Tensor pixels =
        lowResolution.repeat_interleave(phases, new LongOptional(1), new LongOptional());
    return first.add_(detail.forward(base.sub(pixels)));
  }

  /** A residual block whose inner features are scaled and shifted by a prior, if there is one. */
  private static final class Modulated extends Module {
    private final Conv2dImpl first;
    private final Conv2dImpl second;
    private final @Nullable Conv2dImpl factor;
    private final @Nullable Conv2dImpl offset;

    Modulated(int channels, boolean told) {
      first = register_module("conv1", Layers.reluConv(channels, channels, 3));
      second = register_module("conv2", Layers.drawn(Layers.conv(channels, channels, 3), 0.2));
      factor = told ? register_module("factor", modulation(channels)) : null;
      offset = told ? register_module("offset", modulation(channels)) : null;
    }

    private static Conv2dImpl modulation(int channels) {
      return Layers.drawn(Layers.conv(PRIOR, channels, 1), 0.3);
    }

    Tensor forward(Tensor x, @Nullable Tensor told) {
      return Scope.returning(
          () -> second.forward(relu_(modulated(first.forward(x), told))).add_(x));
    }

    private Tensor modulated(Tensor inner, @Nullable Tensor told) {
      if (told == null || factor == null || offset == null) {
        return inner;
      }
      return inner.mul(factor.forward(told)).add_(inner).add_(offset.forward(told));
    }
  }
}
