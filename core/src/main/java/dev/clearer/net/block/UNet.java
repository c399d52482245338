package dev.clearer.net.block;

import static org.bytedeco.pytorch.global.torch.replication_pad2d;

import dev.clearer.InputException;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The denoiser that USRNet and DMBSR repeat: a U-Net of residual blocks on four sizes, without
 * biases. It is told the strength of the noise as a fourth channel.
 */
public final class UNet extends Module {
  private static final int BLOCKS = 2;
  private static final int LEVELS = 4;
  private static final int MULTIPLE = 8;
  private static final int INPUTS = 4;
  private static final int OUTPUTS = 3;

  /** How far the reference's random weights are scaled down. */
  private static final double GAIN = 0.2;

  private final Conv2dImpl head;
  private final List<ModuleList<Module>> down;
  private final ModuleList<UNetBlock> body;
  private final List<ModuleList<Module>> up;
  private final Conv2dImpl tail;

  /**
   * A network with orthogonal random weights; build it outside any {@link Scope}.
   *
   * @param widths channels of its four sizes, the finest first
   */
  public UNet(List<Integer> widths) {
    requireWidths(widths);
    head = register_module("m_head", conv(INPUTS, widths.get(0)));
    down =
        Stream.of(1, 2, 3)
            .map(level -> register_module("m_down" + level, halving(widths, level)))
            .toList();
    body = register_module("m_body", ModuleList.list(BLOCKS, i -> new UNetBlock(widths.get(3))));
    up =
        Stream.of(3, 2, 1)
            .map(level -> register_module("m_up" + level, doubling(widths, level)))
            .toList();
    tail = register_module("m_tail", conv(widths.get(0), OUTPUTS));
  }

  /** The widths of the U-Net that {@code weights} hold under {@code prefix}; empty if none. */
  public static List<Integer> widths(Weights weights, String prefix) {
    List<String> names =
        Stream.of("m_head.weight", "m_down1.2.weight", "m_down2.2.weight", "m_down3.2.weight")
            .map(prefix::concat)
            .toList();
    return weights.names().containsAll(names)
            && names.stream().allMatch(name -> weights.shape(name).size() == 4)
        ? names.stream().map(name -> Math.toIntExact(weights.shape(name).get(0))).toList()
        : List.of();
  }

  /**
   * Denoises pictures of any size.
   *
   * @param noisy (N, 3, H, W)
   * @param level strength of the noise, (N, 1, 1, 1)
   * @return (N, 3, H, W)
   */
  public Tensor forward(Tensor noisy, Tensor level) {
    return Scope.returning(
        () -> {
          long[] plane = {noisy.size(0), 1, Ops.height(noisy), Ops.width(noisy)};
          return forward(Ops.concat(noisy, level.expand(plane)));
        });
  }

  /** (N, 4, H, W) of any size to (N, 3, H, W). */
  private Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          long height = Ops.height(x);
          long width = Ops.width(x);
          Tensor padded = replication_pad2d(x, 0, missing(width), 0, missing(height));
          return restored(padded).narrow(2, 0, height).narrow(3, 0, width).contiguous();
        });
  }

  private Tensor restored(Tensor x) {
    Tensor[] levels = new Tensor[LEVELS];
    levels[0] = head.forward(x);
    for (int level = 0; level < down.size(); level++) {
      levels[level + 1] = pass(down.get(level), levels[level]);
    }
    Tensor y = levels[LEVELS - 1];
    for (UNetBlock block : body.all()) {
      y = block.forward(y);
    }
    for (int i = 0; i < up.size(); i++) {
      y = pass(up.get(i), y.add(levels[LEVELS - 1 - i]));
    }
    return tail.forward(y.add(levels[0]));
  }

  private static Tensor pass(ModuleList<Module> layers, Tensor x) {
    return Scope.returning(
        () -> {
          Tensor y = x;
          for (Module layer : layers.all()) {
            y = pass(layer, y);
          }
          return y;
        });
  }

  private static Tensor pass(Module layer, Tensor x) {
    if (layer instanceof UNetBlock block) {
      return block.forward(x);
    }
    return layer instanceof Conv2dImpl convolution
        ? convolution.forward(x)
        : ((ConvTranspose2dImpl) layer).forward(x);
  }

  private static ModuleList<Module> halving(List<Integer> widths, int level) {
    Map<String, Module> layers = new LinkedHashMap<>();
    for (int i = 0; i < BLOCKS; i++) {
      layers.put(String.valueOf(i), new UNetBlock(widths.get(level - 1)));
    }
    Conv2dImpl last = Layers.halving(widths.get(level - 1), widths.get(level), false);
    drawn(last.weight());
    layers.put(String.valueOf(BLOCKS), last);
    return new ModuleList<>(layers);
  }

  private static ModuleList<Module> doubling(List<Integer> widths, int level) {
    Map<String, Module> layers = new LinkedHashMap<>();
    ConvTranspose2dImpl first = Layers.doubling(widths.get(level), widths.get(level - 1), false);
    drawn(first.weight());
    layers.put("0", first);
    for (int i = 1; i <= BLOCKS; i++) {
      layers.put(String.valueOf(i), new UNetBlock(widths.get(level - 1)));
    }
    return new ModuleList<>(layers);
  }

  /** A 3x3 convolution without bias. */
  static Conv2dImpl conv(int in, int out) {
    Conv2dImpl convolution = Layers.conv(in, out, 3, 1, false);
    drawn(convolution.weight());
    return convolution;
  }

  private static void drawn(Tensor weight) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            torch.orthogonal_(weight, GAIN);
          }
        });
  }

  private static long missing(long side) {
    return Math.floorMod(-side, (long) MULTIPLE);
  }

  private static void requireWidths(List<Integer> widths) {
    if (widths.size() != LEVELS || widths.stream().anyMatch(width -> width < 1 || width > 4096)) {
      throw new InputException(
          "widths is %s, but must be four numbers from 1 to 4096; correct the configuration."
              .formatted(widths));
    }
  }
}
