package dev.clearer.tensor;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dOptions;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.PReLUImpl;
import org.bytedeco.pytorch.PReLUOptions;
import org.bytedeco.pytorch.Tensor;

/** Factories for layers with the settings that the networks use. */
public final class Layers {
  /** Momentum of batch norms outside the backbone. */
  public static final double MOMENTUM = 0.1;

  private Layers() {}

  /** A convolution with bias that keeps the size: odd {@code kernel}, stride 1, zero padding. */
  public static Conv2dImpl conv(int in, int out, int kernel) {
    return conv(in, out, kernel, 1, true);
  }

  /** A 3x3 convolution with bias that keeps the size, its taps {@code dilation} pixels apart. */
  public static Conv2dImpl dilated(int in, int out, int dilation) {
    Conv2dOptions options = new Conv2dOptions(in, out, pair(3));
    options.padding().put(pair(dilation));
    options.dilation().put(pair(dilation));
    return new Conv2dImpl(options);
  }

  /** A convolution with an odd {@code kernel} and zero padding of {@code kernel / 2}. */
  public static Conv2dImpl conv(int in, int out, int kernel, int stride, boolean bias) {
    Conv2dOptions options = new Conv2dOptions(in, out, pair(kernel));
    options.stride().put(pair(stride));
    options.padding().put(pair(kernel / 2));
    options.bias().put(bias);
    return new Conv2dImpl(options);
  }

  /** A convolution with bias and no padding: the output is {@code kernel - 1} pixels smaller. */
  public static Conv2dImpl validConv(int in, int out, int kernel) {
    return new Conv2dImpl(new Conv2dOptions(in, out, pair(kernel)));
  }

  /** A 2x2 convolution of stride 2: half the height and width. */
  public static Conv2dImpl halving(int in, int out, boolean bias) {
    Conv2dOptions options = new Conv2dOptions(in, out, pair(2));
    options.stride().put(pair(2));
    options.bias().put(bias);
    return new Conv2dImpl(options);
  }

  /** A 2x2 transposed convolution of stride 2: twice the height and width. */
  public static ConvTranspose2dImpl doubling(int in, int out, boolean bias) {
    ConvTranspose2dOptions options = new ConvTranspose2dOptions(in, out, pair(2));
    options.stride().put(pair(2));
    options.bias().put(bias);
    return new ConvTranspose2dImpl(options);
  }

  /**
   * Reinitialises a convolution's weights so that signals keep their strength through ReLUs (He et
   * al., 2015), scaled by {@code gain}, and sets the bias to 0. Without batch norm, libtorch's
   * default weights shrink a signal by a factor of 2.4 a layer, and deep layers hardly learn.
   *
   * @return the same layer
   */
  public static Conv2dImpl drawn(Conv2dImpl layer, double gain) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Tensor weight = layer.weight();
            double fanIn = (double) weight.numel() / weight.size(0);
            weight.normal_(0, gain * Math.sqrt(2 / fanIn), new GeneratorOptional());
            layer.bias().zero_();
          }
        });
    return layer;
  }

  /** A convolution with bias that keeps the size, {@link #drawn} for a ReLU after it. */
  public static Conv2dImpl reluConv(int in, int out, int kernel) {
    return drawn(conv(in, out, kernel), 1);
  }

  /** A leaky ReLU with a learned slope for every channel, initially 0.25. */
  public static PReLUImpl prelu(int channels) {
    PReLUOptions options = new PReLUOptions();
    options.num_parameters().put(channels);
    return new PReLUImpl(options);
  }

  /** Batch norm with eps 1e-5. */
  public static BatchNorm2dImpl norm(int channels, double momentum) {
    BatchNormOptions options = new BatchNormOptions(channels);
    options.momentum().put(momentum);
    return new BatchNorm2dImpl(options);
  }

  /** A fully connected layer with bias: (N, in) to (N, out). */
  public static LinearImpl linear(int in, int out) {
    return new LinearImpl(in, out);
  }

  private static LongPointer pair(long value) {
    return new LongPointer(value, value);
  }
}
