package dev.clearer.net.manet;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.InputException;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.KernelKind;
import dev.clearer.model.Kernels;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.net.kernel.GaussianTaps;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link MaNet} as the estimator of a model: a kernel for every input pixel, and its sigma.
 *
 * <p>Published weights learnt on pictures that were sampled without bicubic reduction, from the
 * first pixel on, so that their kernels are blur and reduction in one and their mass lies off the
 * middle. It is moved to the middle here, by whole pixels.
 */
public final class MaNetNetwork implements Network, Estimator {
  /** Metadata of weights whose scale is known from weights beside them. */
  static final String SCALE = "manet.scale";

  /** MANet's estimator. */
  public static final Family<MaNetNetwork.Config> FAMILY =
      Family.of("manet", new Config(8, 8, 4, true), MaNetNetwork::new)
          .recognising(weights -> MaNet.Config.of(weights).isPresent(), MaNetNetwork::published)
          .published(
              new Publication(
                  2021,
                  "Liang, Sun, Zhang, Van Gool and Timofte: Mutual Affine Network for Spatially"
                      + " Variant Kernel Estimation in Blind Image Super-Resolution. ICCV 2021",
                  List.of(2, 3, 4),
                  1_810_297,
                  21.0));

  /** Tiles begin at multiples of this, and it looks 11 pixels far. */
  private static final int GRID = 8;

  private static final int OVERLAP = 16;
  private static final int BYTES_PER_TAP = 20;
  private static final int BYTES_PER_CHANNEL = 40;
  private static final int TAPS = MaNet.KERNEL_SIZE * MaNet.KERNEL_SIZE;

  private final Config config;
  private final MaNet network;

  /**
   * Its sizes.
   *
   * @param channels at full size, a multiple of 4
   * @param wide channels at half size, a multiple of 4
   * @param scale result pixels per input pixel, 1 to 4: kernels are in pixels of the result
   * @param centred whether it learnt on pictures of this project, whose kernels are blurs before
   *     bicubic reduction; published weights did not
   */
  public record Config(int channels, int wide, int scale, boolean centred) {
    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      new MaNet.Config(channels, wide);
      if (scale < 1 || scale > 4) {
        throw new InputException("MANet has a scale of 1 to 4, not %d.".formatted(scale));
      }
    }
  }

  /** A network with random weights. Call it outside any scope. */
  public MaNetNetwork(Config config) {
    this.config = config;
    network = new MaNet(new MaNet.Config(config.channels, config.wide));
  }

  /** The sizes of published weights, which do not tell their scale: 4 unless it is known. */
  private static Config published(Weights weights) {
    MaNet.Config sizes =
        MaNet.Config.of(weights)
            .orElseThrow(() -> new InputException("the layers are not MANet's"));
    int scale = Integer.parseInt(weights.metadata().getOrDefault(SCALE, "4"));
    return new Config(sizes.channels(), sizes.wide(), scale, false);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts("manet", Set.of(config.scale), Set.of(BLUR), Set.of(), BlurForm.KERNELS, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    int bytes = BYTES_PER_TAP * TAPS + BYTES_PER_CHANNEL * (config.channels + config.wide);
    return new Footprint(1, new Reach.Pixels(OVERLAP, GRID), bytes, MapSize.INPUT);
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(
        () -> {
          Tensor taps = network.forward(lowResolution).to(torch.ScalarType.Float);
          return PixelMaps.of(new Kernels(basis().to(taps), taps, kind()), scale);
        });
  }

  private KernelKind kind() {
    return config.centred ? KernelKind.BLUR : KernelKind.REDUCTION;
  }

  /** A kernel for every tap: (1, 441, K, K). Taps are correlated, kernels convolved. */
  private Tensor basis() {
    int size = MaNet.KERNEL_SIZE;
    Tensor taps = torch.eye(TAPS).view(1, TAPS, size, size).flip(2, 3);
    long missing = config.centred ? 0 : config.scale - 1;
    return torch.constant_pad_nd(taps, new long[] {0, missing, 0, missing}, new Scalar(0));
  }

  /** The loss of {@link KernelLoss} against the Gaussians of the true sigmas. */
  @Override
  public Map<String, Tensor> estimatorLosses(Tensor lowResolution, PixelMaps truth) {
    if (!config.centred) {
      throw new InputException("MANet is trained here with centred: true.");
    }
    Tensor kernels = network.forward(lowResolution);
    Tensor target = GaussianTaps.of(truth.plane(BLUR), MaNet.KERNEL_SIZE);
    return Map.of("kernel", KernelLoss.of(kernels, target, config.scale));
  }
}
