package dev.clearer.net.manet;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.replication_pad2d;

import dev.clearer.InputException;
import dev.clearer.net.block.ModuleList;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The restorer: RRDB-SFT told the kernel of every low-resolution pixel as a code of 15 numbers. The
 * published checkpoints of stage 2 are this network; those of stage 3 hold the estimator beside it,
 * under {@link #ESTIMATOR}.
 */
public final class MaNetRestorer extends Module {
  /** Before the names of {@link MaNet}'s tensors in checkpoints of stage 3. */
  public static final String ESTIMATOR = "kernel_estimation.";

  /** Numbers that describe a kernel. */
  public static final int CODES = 15;

  private static final int TAPS = MaNet.KERNEL_SIZE * MaNet.KERNEL_SIZE;
  private static final int COLOURS = 3;
  private static final String CODER = "pca_matrix";
  private static final String FIRST = "conv_first.weight";
  private static final String LAST = "upsampler.0.weight";
  private static final String TRUNK = "RRDB_trunk.";

  /**
   * Its sizes.
   *
   * @param scale how many times the picture is enlarged, 1 to 4
   * @param channels of the trunk
   * @param growth channels that each convolution of a dense block adds
   * @param blocks of the trunk
   */
  public record Config(int scale, int channels, int growth, int blocks) {
    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      int most = Math.max(channels, growth);
      int least = Math.min(Math.min(channels, growth), blocks);
      if (scale < 1 || scale > 4 || least < 1 || most > 4096 || blocks > 100) {
        throw new InputException(
            "A restorer of scale %d, %d channels, growth %d and %d blocks cannot be built; use a scale from 1 to 4, sizes from 1 to 4096 and at most 100 blocks."
                .formatted(scale, channels, growth, blocks));
      }
    }

    /** The published sizes: 8.1 million parameters. */
    public static Config published(int scale) {
      return new Config(scale, 64, 32, 10);
    }

    /** The sizes of the restorer that {@code weights} hold; empty if they hold another network. */
    public static Optional<Config> of(Weights weights) {
      String growth = TRUNK + "0.RDB1.conv1.weight";
      if (!weights.names().containsAll(List.of(CODER, FIRST, LAST, growth))) {
        return Optional.empty();
      }
      int blocks =
          (int)
              weights.names().stream()
                  .filter(name -> name.startsWith(TRUNK) && name.endsWith(".RDB1.conv1.weight"))
                  .count();
      long outputs = weights.shape(LAST).get(0);
      return IntStream.rangeClosed(1, 4)
          .filter(scale -> (long) COLOURS * scale * scale == outputs)
          .mapToObj(
              scale -> new Config(scale, first(weights, FIRST), first(weights, growth), blocks))
          .findFirst();
    }

    private static int first(Weights weights, String name) {
      return Math.toIntExact(weights.shape(name).get(0));
    }
  }

  private final Config config;
  private final Tensor coder;
  private final Conv2dImpl first;
  private final ModuleList<SftRrdb> trunk;
  private final Conv2dImpl last;
  private final ModuleList<Conv2dImpl> upsampler;

  /**
   * A restorer with random weights, whose matrix for codes is all zeros; build it outside any
   * {@link Scope}.
   */
  public MaNetRestorer(Config config) {
    this.config = config;
    // What register_buffer returns is a place in a list that moves when the list grows.
    coder = Tensors.of(new float[TAPS * CODES], 1, TAPS, CODES, 1, 1);
    register_buffer(CODER, coder);
    first = register_module("conv_first", Layers.conv(COLOURS, config.channels, 3));
    trunk =
        register_module(
            "RRDB_trunk",
            ModuleList.list(
                config.blocks, i -> new SftRrdb(config.channels, config.growth, CODES)));
    last = register_module("trunk_conv", Layers.conv(config.channels, config.channels, 3));
    int outputs = COLOURS * config.scale * config.scale;
    upsampler =
        register_module(
            "upsampler", ModuleList.list(1, i -> Layers.conv(config.channels, outputs, 3)));
  }

  /** The sizes it was built with. */
  public Config config() {
    return config;
  }

  /**
   * Sets the matrix that turns kernels into codes, which belongs to the weights.
   *
   * @param matrix (441, 15): code = row-major kernel times matrix
   */
  public void useCoder(Tensor matrix) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            coder.copy_(matrix.reshape(1, TAPS, CODES, 1, 1));
          }
        });
  }

  /** The matrix that turns kernels into codes, (1, 441, 15, 1, 1). */
  Tensor coder() {
    return coder;
  }

  /** Codes of kernels: (N, 441, H, W) to (N, 15, H, W). */
  public Tensor codes(Tensor kernels) {
    return Scope.returning(() -> conv2d(kernels, coder.reshape(TAPS, CODES, 1, 1).transpose(0, 1)));
  }

  /**
   * Restores.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param codes (N, 15, H, W) or, of one kernel for the picture, (N, 15, 1, 1)
   * @return (N, 3, scale H, scale W), nominally in [0, 1]
   */
  public Tensor forward(Tensor lowResolution, Tensor codes) {
    return Scope.returning(
        () -> {
          long[] size = {codes.size(0), CODES, Ops.height(lowResolution), Ops.width(lowResolution)};
          Tensor prior = codes.expand(size);
          Tensor shallow = shallow(lowResolution);
          Tensor feature = Ops.addInPlace(deep(shallow, prior), shallow);
          return pixel_shuffle(upsampler.get(0).forward(feature), config.scale);
        });
  }

  /** The first convolution of a picture. */
  Tensor shallow(Tensor lowResolution) {
    return first.forward(lowResolution);
  }

  /** The block called {@code index}. */
  SftRrdb block(int index) {
    return trunk.get(index);
  }

  /** The trunk and its last convolution. */
  Tensor deep(Tensor shallow, Tensor prior) {
    return Scope.returning(
        () -> {
          Tensor x = shallow;
          for (SftRrdb block : trunk.all()) {
            x = block.forward(x, prior);
          }
          return last.forward(x);
        });
  }

  /**
   * Restores pictures whose low-resolution pixels lie in the middle of their high-resolution ones
   * (as after MATLAB's bicubic reduction) with published weights. Those were trained on pixels that
   * lie {@code scale - 1} high-resolution pixels further up and left, so that {@link #forward}
   * returns the picture moved by as much. So the input is extended by a pixel on every side and the
   * result cropped {@code scale - 1} pixels further up and left.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param codes (N, 15, H, W)
   * @return (N, 3, scale H, scale W), nominally in [0, 1]
   */
  public Tensor restoreCentred(Tensor lowResolution, Tensor codes) {
    return Scope.returning(
        () ->
            forward(
                    replication_pad2d(lowResolution, 1, 1, 1, 1),
                    replication_pad2d(codes, 1, 1, 1, 1))
                .narrow(2, 1, config.scale * Ops.height(lowResolution))
                .narrow(3, 1, config.scale * Ops.width(lowResolution))
                .contiguous());
  }
}
