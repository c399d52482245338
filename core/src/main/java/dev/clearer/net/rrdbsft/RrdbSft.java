package dev.clearer.net.rrdbsft;

import dev.clearer.net.block.Gia;
import dev.clearer.net.block.ModuleList;
import dev.clearer.net.block.Sizes;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * RRDB-SFT: enlarges a picture four times, given the blur and the class of every high-resolution
 * pixel.
 */
public final class RrdbSft extends Module {
  /** Enlargement. */
  public static final int SCALE = 4;

  private static final int PICTURE_CHANNELS = 3;

  /**
   * Sizes of the network.
   *
   * @param channels channels of the trunk and of the prior
   * @param growth channels that each convolution of a dense block adds
   * @param blocks blocks of the trunk
   * @param groups channel groups of the attention between blur and semantics
   * @param window window of that attention
   */
  public record Config(int channels, int growth, int blocks, int groups, Gia.Window window) {
    /** The reference's sizes: 10 blocks of 64 channels. */
    public static final Config REFERENCE = reference(10);

    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Config {
      Sizes.requirePositive("rrdb.channels", channels);
      Sizes.requirePositive("rrdb.growth", growth);
      Sizes.requirePositive("rrdb.blocks", blocks);
      Sizes.requireDivides("rrdb.groups", groups, channels);
    }

    /** The reference's sizes with another number of blocks. */
    public static Config reference(int blocks) {
      return new Config(64, 32, blocks, 8, Gia.Window.REFERENCE);
    }
  }

  private final Conv2dImpl ofBlur;
  private final Conv2dImpl ofClasses;
  private final Gia fuse;
  private final Conv2dImpl first;
  private final ModuleList<SftRrdb> trunk;
  private final Conv2dImpl last;
  private final ModuleList<Conv2dImpl> upsampler;

  /** Creates a restorer with random weights. Call it outside any scope. */
  public RrdbSft(Config config) {
    int channels = config.channels;
    ofBlur = register_module("blur_conv", Layers.conv(1, channels, 3));
    ofClasses = register_module("seg_conv", Layers.conv(1, channels, 3));
    fuse =
        register_module(
            "fuse", new Gia(new Gia.Config(channels, channels, config.groups, config.window)));
    first = register_module("conv_first", Layers.conv(PICTURE_CHANNELS, channels, 3));
    trunk =
        register_module(
            "RRDB_trunk",
            ModuleList.list(config.blocks, i -> new SftRrdb(channels, config.growth)));
    last = register_module("trunk_conv", Layers.conv(channels, channels, 3));
    upsampler =
        register_module(
            "upsampler",
            ModuleList.list(1, i -> Layers.conv(channels, PICTURE_CHANNELS * SCALE * SCALE, 3)));
  }

  /**
   * Maps (N, 3, H, W) in [0, 1], (N, 1, 4H, 4W) sigma in pixels, and (N, 1, 4H, 4W) class indices
   * (in the picture's floating-point type) to (N, 3, 4H, 4W), nominally in [0, 1].
   */
  public Tensor forward(Tensor lowResolution, Tensor blur, Tensor classes) {
    return Scope.returning(() -> restore(lowResolution, prior(blur, classes)));
  }

  /** Maps (N, 3, H, W) and the {@link #prior} to (N, 3, 4H, 4W). */
  public Tensor restore(Tensor lowResolution, Tensor prior) {
    return Scope.returning(
        () -> {
          Tensor shallow = first.forward(lowResolution);
          Tensor deep = shallow;
          for (SftRrdb block : trunk.all()) {
            deep = block.forward(deep, prior);
          }
          Tensor feature = Ops.addInPlace(last.forward(deep), shallow);
          return torch.pixel_shuffle(upsampler.get(0).forward(feature), SCALE);
        });
  }

  /** The combined prior of blur and semantics at every fourth pixel: (N, channels, H, W). */
  public Tensor prior(Tensor blur, Tensor classes) {
    return Scope.returning(
        () -> fuse.sumEvery(SCALE, ofBlur.forward(blur), ofClasses.forward(classes)));
  }
}
