package dev.clearer.net.dan;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** The estimator of DAN version 1: the code of the kernel between a picture and its enlargement. */
public final class DanV1Estimator extends Module {
  private static final int CHANNELS = 32;
  private static final int BLOCKS = 5;
  private static final int HEAD_KERNEL = 9;

  private final Conv2dImpl headLow;
  private final Conv2dImpl headHigh;
  private final ModuleList<ConditionalBlock> body;
  private final Conv2dImpl out;

  DanV1Estimator(DanSizes config) {
    headLow = register_module("head_LR", Layers.conv(3, CHANNELS, 1));
    headHigh =
        register_module("head_HR", Layers.conv(3, CHANNELS, HEAD_KERNEL, config.scale(), true));
    body =
        register_module(
            "body", ModuleList.list(BLOCKS, i -> new ConditionalBlock(CHANNELS, CHANNELS)));
    out = register_module("out", Layers.conv(CHANNELS, config.components(), 3));
  }

  /**
   * The code: (N, 3, H * scale, W * scale) and (N, 3, H, W) in [0, 1] to (N, components), the mean
   * over the picture.
   */
  public Tensor forward(Tensor picture, Tensor lowResolution) {
    return Scope.returning(
        () -> map(picture, lowResolution).mean(new long[] {2, 3}, false, new ScalarTypeOptional()));
  }

  /** The codes before the mean over the picture: (N, components, H, W). */
  public Tensor map(Tensor picture, Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor high = headHigh(picture);
          Tensor x = headLow(lowResolution);
          for (ConditionalBlock block : body.all()) {
            x = block.forward(x, high);
          }
          return out.forward(x);
        });
  }

  /** First features of the low-resolution picture. */
  Tensor headLow(Tensor lowResolution) {
    return headLow.forward(lowResolution);
  }

  /** First features of the enlarged picture, of the low-resolution picture's size. */
  Tensor headHigh(Tensor picture) {
    return headHigh.forward(picture);
  }

  /** Block {@code index}, from 0. */
  ConditionalBlock block(int index) {
    return body.get(index);
  }
}
