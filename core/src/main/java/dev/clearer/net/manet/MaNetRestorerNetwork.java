package dev.clearer.net.manet;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.InputException;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.net.kernel.SigmaCoder;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link MaNetRestorer}, MANet's RRDB-SFT, as the restorer of a model: it reads a code of the
 * kernel of every input pixel, see {@link KernelCoder}. Published weights move pictures by {@code
 * scale - 1} pixels of the result, which is undone here, see {@link MaNetRestorer#restoreCentred}.
 */
public final class MaNetRestorerNetwork implements Network, Restorer {
  /** MANet's restorer. */
  public static final Family<Config> FAMILY =
      Family.of("manet-rrdb-sft", new Config(4, 8, 4, 1, true), MaNetRestorerNetwork::new)
          .renaming(MaNetRestorerNetwork::renamed)
          .recognising(
              weights -> MaNetRestorer.Config.of(weights).isPresent(),
              MaNetRestorerNetwork::published)
          .published(
              new Publication(
                  2021,
                  "Liang, Sun, Zhang, Van Gool and Timofte: Mutual Affine Network for Spatially"
                      + " Variant Kernel Estimation in Blind Image Super-Resolution. ICCV 2021",
                  List.of(2, 3, 4),
                  8_090_288,
                  155.1));

  private static final int TAPS = MaNet.KERNEL_SIZE * MaNet.KERNEL_SIZE;

  /** Minimum overlap of tiles in low-resolution pixels: the layers look farther, but hardly. */
  private static final int OVERLAP = 32;

  private static final int BYTES_PER_CHANNEL = 60;

  private final Config config;
  private final MaNetRestorer network;
  private final KernelCoder coder;

  /**
   * Its sizes.
   *
   * @param scale enlargement, 1 to 4
   * @param channels of the trunk
   * @param growth channels that each convolution of a dense block adds
   * @param blocks of the trunk
   * @param centred whether it learnt on pictures of this project, whose kernels are blurs before
   *     bicubic reduction; published weights did not
   */
  public record Config(int scale, int channels, int growth, int blocks, boolean centred) {
    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      new MaNetRestorer.Config(scale, channels, growth, blocks);
    }
  }

  /** A network with random weights and a matrix of our own. Call it outside any scope. */
  public MaNetRestorerNetwork(Config config) {
    this.config = config;
    network =
        new MaNetRestorer(
            new MaNetRestorer.Config(config.scale, config.channels, config.growth, config.blocks));
    int size = MaNet.KERNEL_SIZE;
    Scope.run(() -> network.useCoder(SigmaCoder.learnt(size, MaNetRestorer.CODES)));
    coder =
        config.centred
            ? new KernelCoder(network.coder(), MaNetRestorerNetwork::flat, size)
            : new KernelCoder(network.coder(), MaNetRestorerNetwork::flat, size, config.scale);
  }

  private static Tensor flat(Tensor matrix) {
    return matrix.reshape(TAPS, MaNetRestorer.CODES);
  }

  private static Config published(Weights weights) {
    MaNetRestorer.Config sizes =
        MaNetRestorer.Config.of(weights)
            .orElseThrow(() -> new InputException("the layers are not those of MANet's restorer"));
    return new Config(sizes.scale(), sizes.channels(), sizes.growth(), sizes.blocks(), false);
  }

  /** Weights of the whole of MANet as those of a pair of networks. */
  private static Weights renamed(Weights weights) {
    if (!weights.has(MaNetRestorer.ESTIMATOR) || MaNetRestorer.Config.of(weights).isEmpty()) {
      return weights;
    }
    int scale = published(weights).scale();
    int prefix = MaNetRestorer.ESTIMATOR.length();
    return weights
        .renamed(
            name ->
                name.startsWith(MaNetRestorer.ESTIMATOR)
                    ? "estimator." + name.substring(prefix)
                    : "restorer." + name)
        .withMetadata(Map.of(MaNetNetwork.SCALE, String.valueOf(scale)));
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts(
        "manet-rrdb-sft", Set.of(config.scale), Set.of(BLUR), Set.of(), BlurForm.KERNELS, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    int bytes = BYTES_PER_CHANNEL * (config.channels + config.growth) + 24 * scale * scale;
    return new Footprint(1, new Reach.Pixels(OVERLAP, 1), bytes, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return Scope.returning(
        () -> {
          long height = Ops.height(lowResolution);
          long width = Ops.width(lowResolution);
          Tensor codes = coder.codes(known, scale, height, width);
          if (config.centred) {
            return network.forward(lowResolution, codes);
          }
          long[] size = {codes.size(0), codes.size(1), height, width};
          return network.restoreCentred(lowResolution, codes.expand(size));
        });
  }
}
