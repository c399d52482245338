package dev.clearer.net.dcls;

import static org.bytedeco.pytorch.global.torch.pixel_shuffle;

import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Restores pictures whose one kernel on the low-resolution grid is known. */
public final class DclsRestorer extends Module {
  private static final int COLOURS = 3;
  private static final int BLOCKS = 3;

  private final DclsConfig config;
  private final Conv2dImpl first;
  private final ModuleList<ResidualBlock> features;
  private final Conv2dImpl plain;
  private final Deconvolution deconvolution;
  private final ModuleList<DualPathGroup> body;
  private final Conv2dImpl fusion;
  private final ModuleList<Conv2dImpl> upscale;

  /** With random weights; build it outside any {@link Scope}. */
  DclsRestorer(DclsConfig config) {
    this.config = config;
    int channels = config.channels();
    first = register_module("conv_first", Layers.conv(COLOURS, channels, 3));
    features =
        register_module("feature_block", ModuleList.list(BLOCKS, i -> new ResidualBlock(channels)));
    plain = register_module("head1", Layers.conv(channels, config.narrow(), 3));
    deconvolution = register_module("head2", new Deconvolution(config));
    body =
        register_module("body", ModuleList.list(config.groups(), i -> new DualPathGroup(config)));
    fusion = register_module("fusion", Layers.conv(channels + config.narrow(), channels, 3));
    upscale = register_module("upscale", upscale(config));
  }

  /**
   * Restores.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], H and W at least 7
   * @param kernel (N, 1, k, k), of any odd side, on the low-resolution grid
   * @return (N, 3, scale H, scale W) in [0, 1]
   */
  public Tensor forward(Tensor lowResolution, Tensor kernel) {
    return Scope.returning(
        () -> unclamped(lowResolution, kernel).clamp_min(new Scalar(0)).clamp_max(new Scalar(1)));
  }

  /**
   * Restores a picture whose blur varies: features are deconvolved with every kernel and mixed,
   * which is an extension of ours.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], H and W at least 7
   * @param kernels (1, L, k, k), of any odd side, on the low-resolution grid
   * @param weights of the kernels at every pixel, (N, L, H, W), of sum 1
   * @return (N, 3, scale H, scale W) in [0, 1]
   */
  public Tensor forward(Tensor lowResolution, Tensor kernels, Tensor weights) {
    return Scope.returning(
        () -> {
          Tensor shallow = first.forward(lowResolution);
          Tensor features = features(shallow);
          Tensor clear = deconvolution.forward(features, kernels, weights);
          Tensor result = restored(new DualPath(clear, plain.forward(features)), shallow);
          return result.clamp_min(new Scalar(0)).clamp_max(new Scalar(1));
        });
  }

  /** The result before it is clamped. */
  Tensor unclamped(Tensor lowResolution, Tensor kernel) {
    return Scope.returning(
        () -> {
          Tensor shallow = first.forward(lowResolution);
          return restored(heads(features(shallow), kernel), shallow);
        });
  }

  private Tensor restored(DualPath heads, Tensor shallow) {
    return enlarged(Ops.addInPlace(fused(body(heads)), shallow));
  }

  /** The first convolution of a picture. */
  Tensor shallow(Tensor lowResolution) {
    return first.forward(lowResolution);
  }

  /** Features that both streams begin with. */
  Tensor features(Tensor shallow) {
    return Scope.returning(
        () -> {
          Tensor x = shallow;
          for (ResidualBlock block : features.all()) {
            x = block.forward(x);
          }
          return x;
        });
  }

  /** The part that deconvolves. */
  Deconvolution deconvolution() {
    return deconvolution;
  }

  /** The streams' beginning. */
  DualPath heads(Tensor features, Tensor kernel) {
    return new DualPath(deconvolution.forward(features, kernel), plain.forward(features));
  }

  /** The group called {@code index}. */
  DualPathGroup group(int index) {
    return body.get(index);
  }

  /** All groups. */
  DualPath body(DualPath streams) {
    DualPath x = streams;
    for (DualPathGroup group : body.all()) {
      x = group.forward(x);
    }
    return x;
  }

  /** The streams joined: the narrow one's channels come first. */
  Tensor fused(DualPath streams) {
    return fusion.forward(Ops.concat(streams.narrow(), streams.wide()));
  }

  private Tensor enlarged(Tensor x) {
    if (config.scale() != 4) {
      return upscale.get(2).forward(pixel_shuffle(upscale.get(0).forward(x), config.scale()));
    }
    Tensor twice = pixel_shuffle(upscale.get(0).forward(x), 2);
    return upscale.get(4).forward(pixel_shuffle(upscale.get(2).forward(twice), 2));
  }

  private static ModuleList<Conv2dImpl> upscale(DclsConfig config) {
    int channels = config.channels();
    Map<String, Conv2dImpl> layers = new LinkedHashMap<>();
    if (config.scale() == 4) {
      layers.put("0", Layers.conv(channels, 4 * channels, 3));
      layers.put("2", Layers.conv(channels, 4 * channels, 3));
      layers.put("4", Layers.conv(channels, COLOURS, 3));
    } else {
      layers.put("0", Layers.conv(channels, channels * config.scale() * config.scale(), 3));
      layers.put("2", Layers.conv(channels, COLOURS, 3));
    }
    return new ModuleList<>(layers);
  }
}
