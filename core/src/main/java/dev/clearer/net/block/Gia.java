package dev.clearer.net.block;

import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Grouping interactive attention (GIA). Two features attend to each other, channel group by channel
 * group and window by window, and are gated by their affinity. The first feature may have any size
 * and width: it is aligned to the second along an estimated flow.
 */
public final class Gia extends Module {
  /**
   * Sizes of the attention.
   *
   * @param firstChannels channels of the first input
   * @param channels channels of the second input and of both outputs
   * @param groups channel groups; must divide {@code channels}
   * @param window window of the spatial part
   */
  public record Config(int firstChannels, int channels, int groups, Window window) {
    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Config {
      Sizes.requirePositive("gia.firstChannels", firstChannels);
      Sizes.requirePositive("gia.channels", channels);
      Sizes.requireDivides("gia.groups", groups, channels);
    }
  }

  /** Size of a window in pixels. */
  public record Window(int height, int width) {
    /** The window of the reference: an eighth of 160x120 in each direction. */
    public static final Window REFERENCE = new Window(15, 20);

    /**
     * Checks the ranges.
     *
     * @throws dev.clearer.InputException if a number is out of range
     */
    public Window {
      Sizes.requirePositive("window.height", height);
      Sizes.requirePositive("window.width", width);
    }

    /** Number of pixels of a window. */
    int pixels() {
      return height * width;
    }
  }

  private final FlowAlignment alignment;
  private final ChannelAttention channel;
  private final SpatialAttention spatial;
  private final ConvNorm smooth1;
  private final ConvNorm smooth2;

  /** Creates an attention with random weights. Call it outside any scope. */
  public Gia(Config config) {
    int channels = config.channels;
    alignment =
        register_module("upsample_layer", new FlowAlignment(config.firstChannels, channels));
    channel = register_module("channel", new ChannelAttention(channels, config.groups));
    spatial = register_module("spatial", new SpatialAttention(channels, config.window));
    smooth1 = register_module("smooth1", ConvNorm.linear(2 * channels, channels, 3));
    smooth2 = register_module("smooth2", ConvNorm.linear(2 * channels, channels, 3));
  }

  /** (N, firstChannels, h, w) and (N, channels, H, W) to two of (N, channels, H, W). */
  public BlurAndClasses forward(Tensor first, Tensor second) {
    return BlurAndClasses.returning(
        () -> {
          BlurAndClasses attended = attend(first, second);
          // The crossing is the reference's; its weights follow these names.
          return new BlurAndClasses(
              smooth2.forward(attended.first()), smooth1.forward(attended.second()));
        });
  }

  /** Channel and spatial attention, concatenated: two of (N, 2 * channels, H, W). */
  private BlurAndClasses attend(Tensor first, Tensor second) {
    return BlurAndClasses.returning(
        () -> {
          BlurAndClasses aligned = new BlurAndClasses(align(first, second), second);
          BlurAndClasses byChannel = channel.forward(aligned);
          BlurAndClasses byPlace = spatial.forward(aligned);
          return new BlurAndClasses(
              Ops.concat(byChannel.first(), byPlace.first()),
              Ops.concat(byChannel.second(), byPlace.second()));
        });
  }

  /** The sum of both outputs of {@link #forward}: (N, channels, H, W). */
  public Tensor sum(Tensor first, Tensor second) {
    return Scope.returning(() -> forward(first, second).sum());
  }

  /** Every {@code step}-th row and column of {@link #sum}. The others are not computed. */
  public Tensor sumEvery(int step, Tensor first, Tensor second) {
    return Scope.returning(
        () -> {
          BlurAndClasses attended = attend(first, second);
          return Ops.addInPlace(
              smooth2.forwardEvery(attended.first(), step),
              smooth1.forwardEvery(attended.second(), step));
        });
  }

  /** The first input with the second's size and number of channels: (N, channels, H, W). */
  Tensor align(Tensor first, Tensor second) {
    return alignment.forward(first, second);
  }

  ChannelAttention channel() {
    return channel;
  }

  SpatialAttention spatial() {
    return spatial;
  }
}
