package dev.clearer.net.block;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Gates pixels by the affinity between the pixels of two features within windows. */
final class SpatialAttention extends Module {
  private final Gia.Window window;
  private final Side side1;
  private final Side side2;

  /** The layers of one of the two features. */
  private record Side(
      ConvNorm first,
      ConvNorm inWindow,
      Conv2dImpl own,
      Conv2dImpl reduction,
      ConvNorm smooth,
      Tensor strength) {}

  SpatialAttention(int channels, Gia.Window window) {
    this.window = window;
    side1 = side(1, channels);
    side2 = side(2, channels);
  }

  private Side side(int number, int channels) {
    // The tensor that register_parameter returns moves when the next one is registered, so keep
    // this handle.
    Tensor strength = torch.zeros(1);
    register_parameter("s" + number, strength);
    return new Side(
        register_module("conv_first" + number, ConvNorm.rectified(channels, channels, 3)),
        register_module("conv_after_window" + number, ConvNorm.rectified(channels, channels, 3)),
        register_module("conv" + number, Layers.conv(channels, 1, 1)),
        register_module("conv_redu" + number, Layers.conv(window.pixels(), 1, 1)),
        register_module("smooth" + number, ConvNorm.linear(channels, channels, 3)),
        strength);
  }

  /** Maps two (N, channels, H, W) tensors to two of the same shape. */
  BlurAndClasses forward(BlurAndClasses inputs) {
    long height = Ops.height(inputs.first());
    long width = Ops.width(inputs.first());
    return BlurAndClasses.returning(
        () -> {
          Windows windows = new Windows(window, height, width);
          Tensor windows1 = cut(side1, inputs.first(), windows);
          Tensor windows2 = cut(side2, inputs.second(), windows);
          BlurAndClasses reduced = reduceAffinity(windows1, windows2);
          return new BlurAndClasses(
              gated(side1, windows1, reduced.first(), windows),
              gated(side2, windows2, reduced.second(), windows));
        });
  }

  private static Tensor cut(Side side, Tensor input, Windows windows) {
    return Scope.returning(() -> windows.cut(side.first.forward(input)));
  }

  /**
   * The weighted sum of every pixel's affinities to the pixels of the other window: two of (M, 1,
   * h, w). Since the weighting is linear, the other window is weighted first and the affinity
   * matrix of (M, h * w, h * w) is never built.
   */
  private BlurAndClasses reduceAffinity(Tensor windows1, Tensor windows2) {
    return BlurAndClasses.returning(
        () -> {
          Tensor pixels1 = side1.inWindow.forward(windows1).flatten(2, 3);
          Tensor pixels2 = side2.inWindow.forward(windows2).flatten(2, 3);
          return new BlurAndClasses(
              reduce(side1.reduction, pixels1, pixels2), reduce(side2.reduction, pixels2, pixels1));
        });
  }

  /** Two of (M, C, P) to (M, 1, h, w): the sum over q of weight q times pixel p times pixel q. */
  private Tensor reduce(Conv2dImpl reduction, Tensor own, Tensor other) {
    Tensor weights = reduction.weight().view(window.pixels(), 1);
    Tensor affinities = own.transpose(1, 2).matmul(other.matmul(weights));
    return affinities.add(reduction.bias()).view(-1, 1, window.height(), window.width());
  }

  private static Tensor gated(Side side, Tensor windows, Tensor reduced, Windows layout) {
    return Scope.returning(
        () -> {
          Tensor gate = side.own.forward(windows).add(side.strength.mul(reduced)).sigmoid();
          return side.smooth.forward(layout.join(windows.mul(gate)));
        });
  }
}
