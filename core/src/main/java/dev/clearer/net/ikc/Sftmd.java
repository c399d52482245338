package dev.clearer.net.ikc;

import dev.clearer.InputException;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * IKC's restorer, SFTMD: enlarges a picture told the code of its blur kernel. The code is stretched
 * over the picture; a map of codes, one a pixel, works as well, which is our extension.
 *
 * <p>Names of weights are those of the reference implementation. Its checkpoints hold 320 further
 * tensors {@code sft_branch.*} that no computation reads: {@link #used} drops them.
 */
public final class Sftmd extends Module {
  private static final int CHANNELS = 64;
  private static final int LAST_KERNEL = 9;

  /**
   * Its sizes.
   *
   * @param scale enlargement, 2, 3 or 4
   * @param blocks residual blocks, 16 in the reference
   * @param kernelSize width and height of the kernels that it is told of, odd
   * @param components numbers of a kernel's code
   */
  public record Config(int scale, int blocks, int kernelSize, int components) {
    /** Checks the ranges. */
    public Config {
      if (scale < 2 || scale > 4) {
        throw new InputException("SFTMD enlarges 2, 3 or 4 times, not %d times.".formatted(scale));
      }
      if (blocks < 1 || blocks > 64) {
        throw new InputException("SFTMD needs 1 to 64 blocks, not %d.".formatted(blocks));
      }
      requireCode(kernelSize, components);
    }

    /** The sizes of the paper. */
    public static Config reference(int scale) {
      return new Config(scale, 16, 21, 10);
    }

    static void requireCode(int kernelSize, int components) {
      if (kernelSize < 3 || kernelSize > 99 || kernelSize % 2 == 0) {
        throw new InputException(
            "IKC's kernel must have an odd size from 3 to 99, not %d.".formatted(kernelSize));
      }
      if (components < 1 || components > 64) {
        throw new InputException(
            "IKC codes a kernel in 1 to 64 numbers, not %d.".formatted(components));
      }
    }
  }

  private static final String UNUSED = "sft_branch.";

  private final Config config;
  private final Conv2dImpl conv1;
  private final Conv2dImpl conv2;
  private final Conv2dImpl conv3;
  private final List<SftBlock> blocks = new ArrayList<>();
  private final SftLayer sft;
  private final Conv2dImpl middle;
  private final ModuleList<Conv2dImpl> upscale;
  private final Conv2dImpl last;

  /** A restorer with random weights; build it outside any scope. */
  public Sftmd(Config config) {
    this.config = config;
    conv1 = register_module("conv1", Layers.conv(3, CHANNELS, 3));
    conv2 = register_module("conv2", Layers.conv(CHANNELS, CHANNELS, 3));
    conv3 = register_module("conv3", Layers.conv(CHANNELS, CHANNELS, 3));
    for (int i = 1; i <= config.blocks; i++) {
      SftBlock block = new SftBlock(CHANNELS, config.components);
      blocks.add(register_module("SFT-residual" + i, block));
    }
    sft = register_module("sft", new SftLayer(CHANNELS, config.components));
    middle = register_module("conv_mid", Layers.conv(CHANNELS, CHANNELS, 3));
    upscale = register_module("upscale", upscale(config.scale));
    last = register_module("conv_output", Layers.conv(CHANNELS, 3, LAST_KERNEL));
  }

  private static ModuleList<Conv2dImpl> upscale(int scale) {
    int factor = factor(scale);
    Map<String, Conv2dImpl> stages = new LinkedHashMap<>();
    stages.put("0", Layers.conv(CHANNELS, CHANNELS * factor * factor, 3));
    if (scale == 4) {
      stages.put("3", Layers.conv(CHANNELS, CHANNELS * factor * factor, 3));
    }
    return new ModuleList<>(stages);
  }

  /** How many times one stage enlarges: at x4 two stages enlarge twice each. */
  private static int factor(int scale) {
    return scale == 4 ? 2 : scale;
  }

  /** The weights without those that the reference stores and never uses. */
  public static Weights used(Weights weights) {
    return weights.without(UNUSED);
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /**
   * Enlarges a picture.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param code (N, components), or one a pixel as (N, components, H, W)
   * @return (N, 3, H * scale, W * scale), clamped to [0, 1] in training too, as in the reference:
   *     saturated values then have no gradient
   */
  public Tensor forward(Tensor lowResolution, Tensor code) {
    return Scope.returning(
        () -> {
          Tensor x = beforeClamp(lowResolution, code);
          return x.clamp_min(new Scalar(0)).clamp_max(new Scalar(1));
        });
  }

  /** The result of {@link #forward} before it is clamped. */
  Tensor beforeClamp(Tensor lowResolution, Tensor code) {
    return Scope.returning(
        () -> {
          Tensor codes = stretched(code, lowResolution);
          Tensor shallow = shallow(lowResolution);
          Tensor x = shallow;
          for (SftBlock block : blocks) {
            x = block.forward(x, codes);
          }
          return last.forward(upscaled(middle(x.add(shallow), codes)));
        });
  }

  /** The first features: (N, 3, H, W) to (N, 64, H, W). */
  Tensor shallow(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor x = Ops.leakyReluInPlace(conv1.forward(lowResolution), Ikc.SLOPE);
          return conv3.forward(Ops.leakyReluInPlace(conv2.forward(x), Ikc.SLOPE));
        });
  }

  /** Block {@code index}, from 0. */
  SftBlock block(int index) {
    return blocks.get(index);
  }

  /** The last transform by codes. */
  SftLayer sft() {
    return sft;
  }

  private Tensor middle(Tensor x, Tensor codes) {
    return Scope.returning(() -> middle.forward(sft.forward(x, codes)));
  }

  /** (N, 64, H, W) to (N, 64, H * scale, W * scale). */
  private Tensor upscaled(Tensor features) {
    return Scope.returning(
        () -> {
          Tensor x = features;
          for (Conv2dImpl stage : upscale.all()) {
            Tensor shuffled = torch.pixel_shuffle(stage.forward(x), factor(config.scale));
            x = Ops.leakyReluInPlace(shuffled, Ikc.SLOPE);
          }
          return x;
        });
  }

  /** One code as a map of the picture's size; a map as it is. */
  static Tensor stretched(Tensor code, Tensor picture) {
    Tensor map = code.dim() == 4 ? code : code.unsqueeze(2).unsqueeze(3);
    return map.expand(map.size(0), map.size(1), Ops.height(picture), Ops.width(picture));
  }
}
