package dev.clearer.net.ikc;

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
 * IKC's predictor: the first guess of the kernel's code from the low-resolution picture alone. Six
 * 5x5 convolutions, the fourth of stride 2, each followed by a leaky ReLU; the last one too, so
 * that negative codes come out small.
 *
 * <p>It is a mean over the picture: of flat areas it can tell little.
 */
public final class Predictor extends Module {
  private static final int CHANNELS = 64;
  private static final int KERNEL = 5;
  private static final int STRIDED = 3;
  private static final int LAYERS = 6;

  /**
   * Its sizes.
   *
   * @param kernelSize width and height of the kernels that it codes, odd
   * @param components numbers of a kernel's code
   */
  public record Config(int kernelSize, int components) {
    /** The sizes of the paper. */
    public static final Config REFERENCE = new Config(21, 10);

    /** Checks the ranges. */
    public Config {
      Sftmd.Config.requireCode(kernelSize, components);
    }
  }

  private final ModuleList<Conv2dImpl> layers;

  /** A predictor of codes of so many numbers, with random weights; build it outside any scope. */
  public Predictor(int components) {
    Map<String, Conv2dImpl> convolutions = new LinkedHashMap<>();
    for (int i = 0; i < LAYERS; i++) {
      int in = i == 0 ? 3 : CHANNELS;
      int out = i == LAYERS - 1 ? components : CHANNELS;
      convolutions.put(
          String.valueOf(2 * i), Layers.conv(in, out, KERNEL, i == STRIDED ? 2 : 1, true));
    }
    layers = register_module("ConvNet", new ModuleList<>(convolutions));
  }

  /** (N, 3, H, W) in [0, 1] to codes (N, components). */
  public Tensor forward(Tensor lowResolution) {
    return Scope.returning(() -> mean(map(lowResolution)));
  }

  /**
   * The codes before the mean over the picture, (N, components, H / 2, W / 2) rounded up: what each
   * place says about the kernel. Reading it as local codes is our extension, not IKC's.
   */
  public Tensor map(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor x = lowResolution;
          for (Conv2dImpl layer : layers.all()) {
            x = Ops.leakyReluInPlace(layer.forward(x), Ikc.SLOPE);
          }
          return x;
        });
  }

  /** The mean over all pixels: (N, C, H, W) to (N, C). */
  static Tensor mean(Tensor map) {
    return map.mean(new long[] {2, 3}, false, new ScalarTypeOptional());
  }
}
