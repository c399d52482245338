package dev.clearer.net.imdn;

import static org.bytedeco.pytorch.global.torch.pixel_shuffle;

import dev.clearer.InputException;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * IMDN: enlarges pictures that were reduced by bicubic interpolation and not blurred. Its attention
 * takes means over the whole picture, so that tiles of a picture come out other than the picture in
 * one piece.
 */
public final class Imdn extends Module {
  private static final int BLOCKS = 6;
  private static final int COLOURS = 3;
  private static final String FIRST = "fea_conv.weight";
  private static final String JOIN = "c.0.weight";
  private static final String LAST = "upsampler.0.weight";

  /**
   * Its sizes.
   *
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param channels a multiple of 16
   */
  public record Config(int scale, int channels) {
    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      if (scale < 1 || scale > 4 || channels < 16 || channels > 4096 || channels % 16 != 0) {
        throw new InputException(
            "An IMDN of scale %d and %d channels cannot be built; use a scale from 1 to 4 and a multiple of 16 channels up to 4096."
                .formatted(scale, channels));
      }
    }

    /** The published sizes: 64 channels. */
    public static Config published(int scale) {
      return new Config(scale, 64);
    }

    /** The sizes of the IMDN that {@code weights} hold; empty where they hold another network. */
    public static Optional<Config> of(Weights weights) {
      if (!weights.names().containsAll(List.of(FIRST, JOIN, LAST))) {
        return Optional.empty();
      }
      int channels = Math.toIntExact(weights.shape(FIRST).get(0));
      long outputs = weights.shape(LAST).get(0);
      return channels % 16 != 0 || channels > 4096
          ? Optional.empty()
          : IntStream.rangeClosed(1, 4)
              .filter(scale -> (long) COLOURS * scale * scale == outputs)
              .mapToObj(scale -> new Config(scale, channels))
              .findFirst();
    }
  }

  private final Config config;
  private final Conv2dImpl first;
  private final List<DistillationBlock> blocks;
  private final ModuleList<Conv2dImpl> join;
  private final Conv2dImpl last;
  private final ModuleList<Conv2dImpl> upsampler;

  /** A network with random weights; build it outside any {@link Scope}. */
  public Imdn(Config config) {
    this.config = config;
    int channels = config.channels;
    first = register_module("fea_conv", Layers.conv(COLOURS, channels, 3));
    blocks =
        IntStream.rangeClosed(1, BLOCKS)
            .mapToObj(i -> register_module("IMDB" + i, new DistillationBlock(channels)))
            .toList();
    join =
        register_module("c", ModuleList.list(1, i -> Layers.conv(BLOCKS * channels, channels, 1)));
    last = register_module("LR_conv", Layers.conv(channels, channels, 3));
    int outputs = COLOURS * config.scale * config.scale;
    upsampler =
        register_module("upsampler", ModuleList.list(1, i -> Layers.conv(channels, outputs, 3)));
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /** (N, 3, H, W) in [0, 1] to (N, 3, scale H, scale W), nominally in [0, 1]. */
  public Tensor forward(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor shallow = first.forward(lowResolution);
          Tensor[] outputs = new Tensor[BLOCKS];
          Tensor x = shallow;
          for (int i = 0; i < BLOCKS; i++) {
            x = blocks.get(i).forward(x);
            outputs[i] = x;
          }
          Tensor joined =
              Ops.leakyReluInPlace(
                  join.get(0).forward(Ops.concat(outputs)), DistillationBlock.SLOPE);
          Tensor feature = Ops.addInPlace(last.forward(joined), shallow);
          return pixel_shuffle(upsampler.get(0).forward(feature), config.scale);
        });
  }
}
