package dev.clearer.net.compact;

import static org.bytedeco.pytorch.global.torch.cat;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Each of two streams adds a convolution of both to itself: the simple alternative to GIA. */
final class Concatenation extends Module {
  private final Conv2dImpl blur;
  private final Conv2dImpl semantics;

  Concatenation(int channels) {
    blur = register_module("blur", Layers.drawn(Layers.conv(2 * channels, channels, 3), 0.3));
    semantics =
        register_module("semantics", Layers.drawn(Layers.conv(2 * channels, channels, 3), 0.3));
  }

  /**
   * Combines the two streams.
   *
   * @param blurFeature (N, C, H, W)
   * @param semanticFeature of the same shape
   * @return both streams, of the same shapes
   */
  Tensor[] forward(Tensor blurFeature, Tensor semanticFeature) {
    return Scope.returningAll(
        () -> {
          Tensor both = cat(new TensorVector(blurFeature, semanticFeature), 1);
          return new Tensor[] {
            blurFeature.add(blur.forward(both)), semanticFeature.add(semantics.forward(both))
          };
        });
  }
}
