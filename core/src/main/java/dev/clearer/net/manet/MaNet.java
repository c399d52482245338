package dev.clearer.net.manet;

import static org.bytedeco.pytorch.global.torch.replication_pad2d;
import static org.bytedeco.pytorch.global.torch.softmax;

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
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * The estimator: a small U-Net of mutual affine convolutions that finds a 21x21 kernel for every
 * low-resolution pixel. It sees about 11 pixels far and has no global step, so tiles are exact.
 *
 * <p>A kernel is what is <em>correlated</em> with the high-resolution picture. The published
 * network was trained with kernels whose mass lies at index 8.5 of 21 and sampling that begins at
 * the first pixel, so that a low-resolution pixel i lies at 4 i - 1.5 for it (4 times): see {@link
 * MaNetRestorer#restoreCentred}.
 */
public final class MaNet extends Module {
  /** Side of its kernels in high-resolution pixels. */
  public static final int KERNEL_SIZE = 21;

  private static final int MULTIPLE = 8;
  private static final int COLOURS = 3;
  private static final String HEAD = "m_head.weight";
  private static final String BODY = "m_body.res.0.conv0.weight";
  private static final String TAIL = "m_tail.weight";

  /**
   * Its sizes.
   *
   * @param channels at full size, a multiple of 4
   * @param wide channels at half size, a multiple of 4
   */
  public record Config(int channels, int wide) {
    /** The published sizes: 1.81 million parameters. */
    public static final Config PUBLISHED = new Config(128, 256);

    /**
     * Checks the ranges.
     *
     * @throws InputException if a number is out of range
     */
    public Config {
      if (!fits(channels) || !fits(wide)) {
        throw new InputException(
            "A MANet of %d and %d channels cannot be built; use multiples of 4 up to 4096."
                .formatted(channels, wide));
      }
    }

    /** The sizes of the MANet that {@code weights} hold; empty where they hold another network. */
    public static Optional<Config> of(Weights weights) {
      if (!weights.names().containsAll(List.of(HEAD, BODY, TAIL))) {
        return Optional.empty();
      }
      int channels = Math.toIntExact(weights.shape(HEAD).get(0));
      int wide = 2 * Math.toIntExact(weights.shape(BODY).get(0));
      boolean taps = weights.shape(TAIL).get(0) == KERNEL_SIZE * KERNEL_SIZE;
      return taps && fits(channels) && fits(wide)
          ? Optional.of(new Config(channels, wide))
          : Optional.empty();
    }

    private static boolean fits(int channels) {
      return channels >= 4 && channels <= 4096 && channels % 4 == 0;
    }
  }

  private final Conv2dImpl head;
  private final ModuleList<Module> down;
  private final MutualAffineBlock body;
  private final ModuleList<Module> up;
  private final Conv2dImpl tail;

  /** A network with random weights; build it outside any {@link Scope}. */
  public MaNet(Config config) {
    int channels = config.channels;
    int wide = config.wide;
    head = register_module("m_head", Layers.conv(COLOURS, channels, 3));
    down =
        register_module(
            "m_down1", pair(new MutualAffineBlock(channels), Layers.halving(channels, wide, true)));
    body = register_module("m_body", new MutualAffineBlock(wide));
    up =
        register_module(
            "m_up1", pair(Layers.doubling(wide, channels, true), new MutualAffineBlock(channels)));
    tail = register_module("m_tail", Layers.conv(channels, KERNEL_SIZE * KERNEL_SIZE, 3));
  }

  /**
   * Estimates.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1], of any size
   * @return (N, 441, H, W): the taps of every pixel's kernel, row-major, over 0 and adding up to 1
   */
  public Tensor forward(Tensor lowResolution) {
    return Scope.returning(() -> softmax(logits(lowResolution), 1));
  }

  /** The taps before the softmax. */
  Tensor logits(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          long height = Ops.height(lowResolution);
          long width = Ops.width(lowResolution);
          Tensor padded =
              replication_pad2d(
                  lowResolution,
                  0,
                  Math.floorMod(-width, (long) MULTIPLE),
                  0,
                  Math.floorMod(-height, (long) MULTIPLE));
          Stages stages = stages(padded);
          Tensor taps = tail.forward(stages.up.add(stages.head));
          return taps.narrow(2, 0, height).narrow(3, 0, width);
        });
  }

  /** What its stages make of a picture whose sides are even. */
  record Stages(Tensor head, Tensor down, Tensor body, Tensor up) {}

  /** Runs all stages but the last. */
  Stages stages(Tensor padded) {
    MutualAffineBlock before = (MutualAffineBlock) down.get(0);
    MutualAffineBlock after = (MutualAffineBlock) up.get(1);
    Tensor x = head.forward(padded);
    Tensor small = ((Conv2dImpl) down.get(1)).forward(before.forward(x));
    Tensor deep = body.forward(small);
    Tensor large = ((ConvTranspose2dImpl) up.get(0)).forward(deep.add(small));
    return new Stages(x, small, deep, after.forward(large));
  }

  private static ModuleList<Module> pair(Module first, Module second) {
    Map<String, Module> pair = new LinkedHashMap<>();
    pair.put("0", first);
    pair.put("1", second);
    return new ModuleList<>(pair);
  }
}
