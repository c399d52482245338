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

/** The end of both versions' restorers: convolutions and pixel shuffles without activations. */
final class Upscaling {
  private static final int CHANNELS = 64;

  private final int factor;
  private final int stages;
  private final ModuleList<Conv2dImpl> layers;

  private Upscaling(int factor, int stages, ModuleList<Conv2dImpl> layers) {
    this.factor = factor;
    this.stages = stages;
    this.layers = layers;
  }

  /** For enlargement by 2, 3 (one stage) or 4 (two stages of 2); {@link #module} is registered. */
  static Upscaling by(int scale) {
    int factor = scale == 4 ? 2 : scale;
    int stages = scale == 4 ? 2 : 1;
    Map<String, Conv2dImpl> layers = new LinkedHashMap<>();
    for (int i = 0; i < stages; i++) {
      layers.put(String.valueOf(2 * i), Layers.conv(CHANNELS, CHANNELS * factor * factor, 3));
    }
    layers.put(String.valueOf(2 * stages), Layers.conv(CHANNELS, 3, 3));
    return new Upscaling(factor, stages, new ModuleList<>(layers));
  }

  /** The layers, to be registered as {@code upscale}. */
  Module module() {
    return layers;
  }

  /** (N, 64, H, W) to (N, 3, H * scale, W * scale). */
  Tensor forward(Tensor features) {
    return Scope.returning(
        () -> {
          Tensor x = features;
          for (int i = 0; i < stages; i++) {
            x = torch.pixel_shuffle(layers.get(2 * i).forward(x), factor);
          }
          return layers.get(2 * stages).forward(x);
        });
  }
}
