package dev.clearer.net;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.upsample_bicubic2d;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The non-blind half of {@link Compact}: residual blocks at low-resolution size whose features are
 * scaled and shifted by the two maps (spatial feature transform), then pixel shuffle, added to a
 * bicubic enlargement.
 */
final class CompactRestorer extends Module {
  private final int scale;
  private final Conv2dImpl head;
  private final Conv2dImpl prior1;
  private final Conv2dImpl prior2;
  private final List<Modulated> blocks = new ArrayList<>();
  private final Conv2dImpl body;
  private final Conv2dImpl tail;

  CompactRestorer(Compact.Config config) {
    scale = config.scale();
    int width = config.restorerWidth();
    head = register_module("head", Layers.reluConv(3, width, 3));
    prior1 = register_module("prior1", Layers.reluConv(1 + config.classes(), 32, 3));
    prior2 = register_module("prior2", Layers.reluConv(32, 32, 1));
    for (int i = 0; i < config.restorerBlocks(); i++) {
      blocks.add(register_module("block" + i, new Modulated(width, 32)));
    }
    body = register_module("body", Layers.drawn(Layers.conv(width, width, 3), 0.3));
    tail = register_module("tail", Layers.drawn(Layers.conv(width, 3 * scale * scale, 3), 0.05));
  }

  /**
   * Enlarges a picture whose blur is known.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param blur sigma in high-resolution pixels divided by {@link Compact#SIGMA_UNIT}, (N, 1, H, W)
   * @param classes probabilities of the classes, (N, K, H, W)
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  Tensor forward(Tensor lowResolution, Tensor blur, Tensor classes) {
    return Scope.returning(
        () -> {
          Tensor prior =
              relu(prior2.forward(relu(prior1.forward(cat(new TensorVector(blur, classes), 1)))));
          Tensor first = head.forward(lowResolution);
          Tensor features = first;
          for (int i = 0; i < blocks.size(); i++) {
            Tensor next = blocks.get(i).forward(features, prior);
            if (i > 0) { // the first is needed again
              Scope.free(features);
            }
            features = next;
          }
          Tensor all = body.forward(features).add_(first);
          Scope.free(features);
          Tensor detail = tail.forward(all);
          Scope.free(all);
          long[] size = {lowResolution.size(2) * scale, lowResolution.size(3) * scale};
          return pixel_shuffle(detail, scale).add(upsample_bicubic2d(lowResolution, size, false));
        });
  }

  /** A residual block whose inner features a prior scales and shifts. */
  private static final class Modulated extends Module {
    private final Conv2dImpl first;
    private final Conv2dImpl second;
    private final Conv2dImpl factor;
    private final Conv2dImpl offset;

    Modulated(int channels, int priorChannels) {
      first = register_module("conv1", Layers.reluConv(channels, channels, 3));
      second = register_module("conv2", Layers.drawn(Layers.conv(channels, channels, 3), 0.2));
      factor =
          register_module("factor", Layers.drawn(Layers.conv(priorChannels, channels, 1), 0.3));
      offset =
          register_module("offset", Layers.drawn(Layers.conv(priorChannels, channels, 1), 0.3));
    }

    Tensor forward(Tensor x, Tensor prior) {
      return Scope.returning(
          () -> {
            Tensor inner = first.forward(x);
            Tensor modulated = inner.mul(factor.forward(prior)).add_(inner);
            return second.forward(relu_(modulated.add_(offset.forward(prior)))).add_(x);
          });
    }
  }
}
