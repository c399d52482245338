package dev.clearer.tensor;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Operations on (N, C, H, W) tensors that the networks share. */
public final class Ops {
  private Ops() {}

  /** Height of {@code x} in pixels. */
  public static long height(Tensor x) {
    return x.size(2);
  }

  /** Width of {@code x} in pixels. */
  public static long width(Tensor x) {
    return x.size(3);
  }

  /** Concatenates {@code parts} along the channels. */
  public static Tensor concat(Tensor... parts) {
    return torch.cat(new TensorVector(parts), 1);
  }

  /** Convolution without bias, with an odd kernel, zero padding of half of it and a stride. */
  public static Tensor convolve(Tensor x, Tensor kernel, long stride) {
    long[] padding = {kernel.size(2) / 2, kernel.size(3) / 2};
    long[] strides = {stride, stride};
    return torch.conv2d(x, kernel, new TensorOptional(), strides, padding, new long[] {1, 1}, 1);
  }

  /** {@code x * factor}. */
  public static Tensor scale(Tensor x, double factor) {
    return x.mul(new Scalar(factor));
  }

  /** Sets negative values of {@code x} to zero and returns {@code x}. */
  public static Tensor reluInPlace(Tensor x) {
    // JavaCPP returns a second handle from in-place calls, which is freed with the scope.
    x.relu_();
    return x;
  }

  /** Scales negative values of {@code x} by {@code slope} and returns {@code x}. */
  public static Tensor leakyReluInPlace(Tensor x, double slope) {
    torch.leaky_relu_(x, new Scalar(slope));
    return x;
  }

  /** Adds {@code y} to {@code x} and returns {@code x}. */
  public static Tensor addInPlace(Tensor x, Tensor y) {
    x.add_(y);
    return x;
  }

  /**
   * Resizes {@code x} bilinearly, without antialiasing, to {@code height} x {@code width}. Returns
   * {@code x} itself if it already has that size.
   *
   * @param alignCorners whether the centres of the corner pixels stay in place, rather than the
   *     picture's outer edges
   */
  public static Tensor resize(Tensor x, long height, long width, boolean alignCorners) {
    return height(x) == height && width(x) == width
        ? x
        : torch.upsample_bilinear2d(x, new long[] {height, width}, alignCorners);
  }

  /** Every {@code step}-th row and column, from the first. */
  public static Tensor everyNth(Tensor x, long step) {
    return x.slice(2, new LongOptional(0), new LongOptional(), step)
        .slice(3, new LongOptional(0), new LongOptional(), step);
  }

  /** Index of the largest channel at every pixel: (N, C, H, W) to int64 (N, 1, H, W). */
  public static Tensor argmaxChannel(Tensor x) {
    return x.argmax(new LongOptional(1), true);
  }
}
