package dev.clearer.net.dan;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The estimator of DAN version 2: the kernel between a picture and its enlargement. */
public final class DanV2Estimator extends Module {
  private static final int CHANNELS = 32;
  private static final int BLOCKS = 5;
  private static final int LOW_KERNEL = 5;
  private static final int HIDDEN = 64;

  private final ModuleList<Conv2dImpl> headLow;
  private final ModuleList<Conv2dImpl> headHigh;
  private final DualPathGroup body;
  private final ModuleList<Conv2dImpl> tail;

  DanV2Estimator(DanSizes config) {
    int scale = config.scale();
    headLow =
        register_module("head_LR", ModuleList.list(1, i -> Layers.conv(3, CHANNELS, LOW_KERNEL)));
    headHigh =
        register_module(
            "head_HR",
            ModuleList.list(1, i -> Layers.conv(3, CHANNELS, 4 * scale + 1, scale, true)));
    body = register_module("body", new DualPathGroup(BLOCKS, CHANNELS, 3, 3));
    Map<String, Conv2dImpl> ends = new LinkedHashMap<>();
    ends.put("0", Layers.conv(CHANNELS, HIDDEN, 3));
    ends.put("2", Layers.conv(HIDDEN, config.elements(), 1));
    tail = register_module("tail", new ModuleList<>(ends));
  }

  /**
   * The kernel: (N, 3, H * scale, W * scale) and (N, 3, H, W) in [0, 1] to (N, size * size),
   * row-major, positive, sum 1.
   */
  public Tensor forward(Tensor picture, Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Features features = body.forward(heads(picture, lowResolution));
          return torch.softmax(scores(hidden(features.first())).flatten(1, -1), 1);
        });
  }

  /** First features: of the low-resolution picture, and of the enlarged one at its size. */
  Features heads(Tensor picture, Tensor lowResolution) {
    return Features.returning(
        () ->
            new Features(headLow.get(0).forward(lowResolution), headHigh.get(0).forward(picture)));
  }

  /** The blocks. */
  DualPathGroup body() {
    return body;
  }

  /** Features before the mean: (N, 32, H, W) to (N, 64, H, W). */
  Tensor hidden(Tensor features) {
    return tail.get(0).forward(features);
  }

  /** The kernel before the softmax: (N, 64, H, W) to (N, size * size, 1, 1). */
  Tensor scores(Tensor hidden) {
    return Scope.returning(
        () -> tail.get(2).forward(torch.adaptive_avg_pool2d(hidden, new long[] {1, 1})));
  }
}
