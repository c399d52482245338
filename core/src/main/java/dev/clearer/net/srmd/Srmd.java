package dev.clearer.net.srmd;

import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.relu_;

import dev.clearer.InputException;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The network of SRMD (with a noise level) and SRMDNF (without): 3x3 convolutions with ReLU between
 * them, and a pixel shuffle. It has no skip connection and no batch norm. It sees 12 pixels far.
 *
 * <p>It was trained on pictures that were blurred (borders replicated), reduced by MATLAB's bicubic
 * filter, rounded to 8 bits and then given noise, with one kernel a picture: isotropic Gaussians
 * with sigma from 0.2 to the scale, and anisotropic ones with variances from 0.1 to 10. Larger
 * blurs are outside its range: its kernels are 15x15.
 */
public final class Srmd extends Module {
  /** Numbers that describe a kernel. */
  public static final int CODES = 15;

  /** Side of the kernels that codes describe, in high-resolution pixels. */
  public static final int KERNEL_SIZE = 15;

  private static final int COLOURS = 3;
  private static final Pattern PORT_NAME = Pattern.compile("Conv_(\\d+)\\.");
  private static final Pattern WEIGHT = Pattern.compile("model\\.\\d+\\.weight");
  private static final String FIRST = "model.0.weight";

  /**
   * Its sizes.
   *
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param noise whether it is told the noise (SRMD) or expects none (SRMDNF)
   * @param layers convolutions, at least 2
   * @param channels channels between them
   */
  public record Config(int scale, boolean noise, int layers, int channels) {
    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      if (scale < 1 || scale > 4 || layers < 2 || layers > 100 || channels < 1 || channels > 4096) {
        throw new InputException(
            "An SRMD of scale %d, %d layers and %d channels cannot be built; use a scale from 1 to 4, 2 to 100 layers and 1 to 4096 channels."
                .formatted(scale, layers, channels));
      }
    }

    /** The published sizes: 12 layers of 128 channels. */
    public static Config published(int scale, boolean noise) {
      return new Config(scale, noise, 12, 128);
    }

    /** The sizes of weights with KAIR's names; empty where they cannot be SRMD's. */
    public static Optional<Config> of(Weights named) {
      int layers = (int) named.names().stream().filter(WEIGHT.asMatchPredicate()).count();
      String last = "model.%d.weight".formatted(2 * (layers - 1));
      if (layers < 2 || !named.names().containsAll(List.of(FIRST, last))) {
        return Optional.empty();
      }
      List<Long> in = named.shape(FIRST);
      List<Long> out = named.shape(last);
      if (in.size() != 4 || out.size() != 4) {
        return Optional.empty();
      }
      return IntStream.rangeClosed(1, 4)
          .boxed()
          .flatMap(
              scale ->
                  Stream.of(
                      new Config(scale, true, layers, Math.toIntExact(in.get(0))),
                      new Config(scale, false, layers, Math.toIntExact(in.get(0)))))
          .filter(config -> config.inputs() == in.get(1) && config.outputs() == out.get(0))
          .findFirst();
    }

    private int inputs() {
      return COLOURS + CODES + (noise ? 1 : 0);
    }

    private int outputs() {
      return COLOURS * scale * scale;
    }
  }

  private final Config config;
  private final ModuleList<Conv2dImpl> model;

  /** A network with orthogonal random weights; build it outside any {@link Scope}. */
  public Srmd(Config config) {
    this.config = config;
    model =
        register_module(
            "model", ModuleList.spaced(config.layers, 2, layer -> convolution(config, layer)));
  }

  /**
   * Weights of the ncnn port (convolutions {@code Conv_N}) under the names of KAIR and of this
   * network; all other weights as they are.
   */
  public static Weights named(Weights weights) {
    Weights named = weights.renamed(name -> PORT_NAME.matcher(name).replaceFirst("model.$1."));
    return Config.of(named).isPresent() ? named : weights;
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /**
   * Adds a buffer {@code pca} for the matrix that codes kernels, so that it goes into weight files:
   * (15, 225), code = matrix times column-major kernel.
   */
  Tensor holdCoder() {
    return register_buffer("pca", torch.zeros(CODES, KERNEL_SIZE * KERNEL_SIZE));
  }

  /** How many low-resolution pixels away it looks. */
  public int reach() {
    return config.layers;
  }

  /**
   * Enlarges pictures whose blur and noise are known.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param codes (N, 15, H, W): the code of every pixel's kernel
   * @param noise (N, 1, H, W): standard deviation of the noise, divided by 255; ignored by SRMDNF
   * @return (N, 3, scale H, scale W), nominally in [0, 1]
   */
  public Tensor forward(Tensor lowResolution, Tensor codes, Tensor noise) {
    return Scope.returning(
        () ->
            pixel_shuffle(
                deep(
                    config.noise
                        ? Ops.concat(lowResolution, codes, noise)
                        : Ops.concat(lowResolution, codes)),
                config.scale));
  }

  /** What the first {@code layers} layers make of the input, before the last of their ReLUs. */
  Tensor layers(Tensor input, int layers) {
    return Scope.returning(
        () -> {
          List<Conv2dImpl> convolutions = model.all().subList(0, layers);
          Tensor x = convolutions.get(0).forward(input);
          for (Conv2dImpl convolution : convolutions.subList(1, layers)) {
            Tensor next = convolution.forward(relu_(x));
            Scope.free(x);
            x = next;
          }
          return x;
        });
  }

  private Tensor deep(Tensor input) {
    return layers(input, config.layers);
  }

  private static Conv2dImpl convolution(Config config, int layer) {
    int in = layer == 0 ? config.inputs() : config.channels;
    int out = layer == config.layers - 1 ? config.outputs() : config.channels;
    Conv2dImpl convolution = Layers.conv(in, out, 3);
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            torch.orthogonal_(convolution.weight());
            convolution.bias().zero_();
          }
        });
    return convolution;
  }
}
