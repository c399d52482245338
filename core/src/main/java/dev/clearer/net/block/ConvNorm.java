package dev.clearer.net.block;

import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** A convolution without bias, a batch norm and, optionally, a rectifier. */
public final class ConvNorm extends Module {
  private static final double NO_RECTIFIER = 1;
  private static final double RELU = 0;
  private static final double LEAKY = 0.01;

  private final Conv2dImpl conv;
  private final BatchNorm2dImpl norm;
  private final double slope;

  private ConvNorm(
      String convName, Conv2dImpl conv, String normName, BatchNorm2dImpl norm, double slope) {
    this.conv = register_module(convName, conv);
    this.norm = register_module(normName, norm);
    this.slope = slope;
  }

  /**
   * Layers named by number as in a PyTorch Sequential: 0 and 1, with a ReLU if {@code rectified}.
   */
  public static ConvNorm numbered(
      int in, int out, int kernel, int stride, double momentum, boolean rectified) {
    return new ConvNorm(
        "0",
        Layers.conv(in, out, kernel, stride, false),
        "1",
        Layers.norm(out, momentum),
        rectified ? RELU : NO_RECTIFIER);
  }

  /** The attention's variant: layers named conv and bn, momentum 0.1, no rectifier. */
  public static ConvNorm linear(int in, int out, int kernel) {
    return inAttention(in, out, kernel, NO_RECTIFIER);
  }

  /** Like {@link #linear}, followed by a leaky ReLU of slope 0.01. */
  public static ConvNorm rectified(int in, int out, int kernel) {
    return inAttention(in, out, kernel, LEAKY);
  }

  private static ConvNorm inAttention(int in, int out, int kernel, double slope) {
    return new ConvNorm(
        "conv",
        Layers.conv(in, out, kernel, 1, false),
        "bn",
        Layers.norm(out, Layers.MOMENTUM),
        slope);
  }

  /** (N, in, H, W) to (N, out, H / stride, W / stride), rounded up. */
  public Tensor forward(Tensor x) {
    return Scope.returning(() -> normalised(conv.forward(x)));
  }

  /** Every {@code step}-th row and column of {@link #forward}, whose stride must be 1. */
  public Tensor forwardEvery(Tensor x, int step) {
    if (is_training()) {
      // The batch norm needs the statistics of all pixels.
      return Scope.returning(() -> Ops.everyNth(forward(x), step).contiguous());
    }
    return Scope.returning(() -> normalised(Ops.convolve(x, conv.weight(), step)));
  }

  private Tensor normalised(Tensor x) {
    Tensor normed = norm.forward(x);
    if (slope == NO_RECTIFIER) {
      return normed;
    }
    return slope == RELU ? Ops.reluInPlace(normed) : Ops.leakyReluInPlace(normed, slope);
  }
}
