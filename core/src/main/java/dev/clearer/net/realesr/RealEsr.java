package dev.clearer.net.realesr;

import static org.bytedeco.pytorch.global.torch.pixel_shuffle;

import dev.clearer.InputException;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.PReLUImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The compact network of Real-ESRGAN: 3x3 convolutions with learnt leaky ReLUs between them, a
 * pixel shuffle, and the input enlarged by its nearest pixels added. It was trained adversarially
 * on pictures with blur, noise and JPEG of all kinds, to please rather than to be exact.
 */
public final class RealEsr extends Module {
  private static final int COLOURS = 3;
  private static final Pattern PORT_NAME = Pattern.compile("(Conv|PRelu)_(\\d+)\\.");
  private static final String FIRST = "body.0.weight";
  private static final String LAST = "body.%d.weight";

  /**
   * Its sizes.
   *
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param layers convolutions, the last one included
   * @param channels between them
   */
  public record Config(int scale, int layers, int channels) {
    /** The sizes of general x4 v3: 1.2 million parameters. */
    public static final Config GENERAL_X4V3 = new Config(4, 34, 64);

    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      if (scale < 1 || scale > 4 || layers < 2 || layers > 200 || channels < 1 || channels > 4096) {
        throw new InputException(
            "A RealESR of scale %d, %d layers and %d channels cannot be built; use a scale from 1 to 4, 2 to 200 layers and 1 to 4096 channels."
                .formatted(scale, layers, channels));
      }
    }

    /** The sizes that {@code named} weights have; empty where they belong to another network. */
    public static Optional<Config> of(Weights named) {
      int layers =
          (int)
              IntStream.iterate(0, i -> named.names().contains(LAST.formatted(2 * i)), i -> i + 1)
                  .count();
      boolean slopes = named.names().contains(LAST.formatted(1));
      if (layers < 2 || layers > 200 || !slopes || named.shape(FIRST).size() != 4) {
        return Optional.empty();
      }
      int channels = Math.toIntExact(named.shape(FIRST).get(0));
      long outputs = named.shape(LAST.formatted(2 * (layers - 1))).get(0);
      return IntStream.rangeClosed(1, 4)
          .filter(scale -> (long) COLOURS * scale * scale == outputs)
          .mapToObj(scale -> new Config(scale, layers, channels))
          .findFirst();
    }
  }

  private final Config config;
  private final List<Module> layers;

  /** A network with random weights; build it outside any {@link Scope}. */
  public RealEsr(Config config) {
    this.config = config;
    Map<String, Module> numbered = new LinkedHashMap<>();
    int last = config.layers - 1;
    for (int i = 0; i < last; i++) {
      int in = i == 0 ? COLOURS : config.channels;
      numbered.put(String.valueOf(2 * i), Layers.conv(in, config.channels, 3));
      numbered.put(String.valueOf(2 * i + 1), Layers.prelu(config.channels));
    }
    int outputs = COLOURS * config.scale * config.scale;
    numbered.put(String.valueOf(2 * last), Layers.conv(config.channels, outputs, 3));
    layers = register_module("body", new ModuleList<>(numbered)).all();
  }

  /**
   * Weights of the ncnn port ({@code Conv_N}, {@code PRelu_N.slope}) under the names of the authors
   * and of this network; all other weights as they are.
   */
  public static Weights named(Weights weights) {
    Weights named =
        weights.renamed(
            name -> PORT_NAME.matcher(name).replaceFirst("body.$2.").replace(".slope", ".weight"));
    return Config.of(named).isPresent() ? named : weights;
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /** How many low-resolution pixels away it looks. */
  public int reach() {
    return config.layers;
  }

  /** (N, 3, H, W) in [0, 1] to (N, 3, scale H, scale W), nominally in [0, 1]. */
  public Tensor forward(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor x = subpixels(lowResolution);
          long height = config.scale * Ops.height(lowResolution);
          long width = config.scale * Ops.width(lowResolution);
          Tensor nearest = torch.upsample_nearest2d(lowResolution, height, width);
          return pixel_shuffle(x, config.scale).add(nearest);
        });
  }

  private Tensor subpixels(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor x = layer(0, lowResolution);
          for (int i = 1; i < layers.size(); i++) {
            Tensor next = layer(i, x);
            Scope.free(x);
            x = next;
          }
          return x;
        });
  }

  private Tensor layer(int index, Tensor x) {
    return layers.get(index) instanceof PReLUImpl slope
        ? slope.forward(x)
        : ((Conv2dImpl) layers.get(index)).forward(x);
  }
}
