package dev.clearer.model;

import dev.clearer.image.BlurKernel;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Blur kernels of all pixels, each a weighted sum of basis kernels. One kernel for the whole
 * picture is a basis of one kernel with weight 1. PCA codes are weights of the components. For a
 * free kernel at every pixel, the basis kernels are single pixels. All kernels are convolved (not
 * correlated), and keep a picture in its place when their mass is in their middle.
 *
 * @param basis (N, B, K, K) or (1, B, K, K)
 * @param weights (N, B, h, w); h = w = 1 if all pixels have the same kernel
 * @param kind what the kernels are convolved with
 */
public record Kernels(Tensor basis, Tensor weights, KernelKind kind) {
  /** The same kernel, (N, 1, K, K), at every pixel. */
  public static Kernels everywhere(Tensor kernel, KernelKind kind) {
    return new Kernels(kernel, torch.ones_like(kernel.narrow(2, 0, 1).narrow(3, 0, 1)), kind);
  }

  /**
   * A kernel that a user or a file tells: the whole reduction, correlated with the picture of the
   * result's size, as KernelGAN and ZSSR exchange kernels. Its mass is moved to where pictures keep
   * their place, see {@link BlurKernel#centredFor}, and divided by its sum.
   *
   * @param scale result pixels per input pixel
   */
  public static Kernels told(BlurKernel kernel, int scale) {
    BlurKernel centred = kernel.normalised().centredFor(scale);
    int size = centred.size();
    int missing = size % 2 == 0 ? scale + 1 : scale - 1;
    Tensor whole =
        Scope.returning(
            () -> {
              Tensor taps = Tensors.of(centred.floats(), 1, 1, size, size);
              Tensor padded =
                  torch.constant_pad_nd(taps, new long[] {0, missing, 0, missing}, new Scalar(0));
              return padded.div(sum(padded)).flip(2, 3).contiguous();
            });
    return everywhere(whole, KernelKind.REDUCTION);
  }

  /**
   * The kernel of the whole picture as files hold it, see {@link #told}: null if the kernels are of
   * {@link KernelKind#LOW_RESOLUTION}, for which there is no exact one.
   *
   * @param scale result pixels per input pixel
   */
  public @Nullable BlurKernel toFile(int scale) {
    Kernels reduction = as(KernelKind.REDUCTION, scale);
    if (reduction == null) {
      return null;
    }
    float[][] taps = new float[1][];
    Scope.run(
        () -> {
          Tensor kernel = reduction.whole().narrow(0, 0, 1).flip(2, 3);
          long missing = scale - 1;
          taps[0] =
              Tensors.values(
                  torch
                      .constant_pad_nd(kernel, new long[] {missing, 0, missing, 0}, new Scalar(0))
                      .contiguous());
        });
    double[] weights = new double[taps[0].length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = taps[0][i];
    }
    return BlurKernel.of((int) Math.round(Math.sqrt(weights.length)), weights);
  }

  /** The kernels of one picture of a batch. */
  public Kernels of(int picture) {
    Tensor own = basis.size(0) == 1 ? basis : basis.narrow(0, picture, 1);
    return with(own, weights.narrow(0, picture, 1));
  }

  /** Kernels of the same kind. */
  public Kernels with(Tensor otherBasis, Tensor otherWeights) {
    return new Kernels(otherBasis, otherWeights, kind);
  }

  /**
   * Sigma of the Gaussian with the same variance, in pixels of the result, (N, 1, h, w): the root
   * of half the kernel's second moment about its own centre of mass; 0 if negative weights make the
   * moment negative. The bicubic filter has no second moment, so that {@link KernelKind#BLUR} and
   * {@link KernelKind#REDUCTION} of one blur have the same sigma.
   *
   * @param scale result pixels per input pixel
   */
  public Tensor sigma(int scale) {
    double unit = kind == KernelKind.LOW_RESOLUTION ? scale : 1;
    return Scope.returning(
        () -> {
          Tensor line = distances();
          Tensor rows = line.view(1, 1, -1, 1);
          Tensor columns = line.view(1, 1, 1, -1);
          Tensor down = mean(rows);
          Tensor across = mean(columns);
          Tensor square = mean(rows.square().add(columns.square()));
          Tensor variance = square.sub(down.square()).sub(across.square());
          return Ops.scale(variance, 0.5).clamp_min(new Scalar(0)).sqrt().mul(new Scalar(unit));
        });
  }

  /** (K): distances from the middle. */
  private Tensor distances() {
    long size = basis.size(2);
    return torch.arange(new Scalar(size), basis.options()).sub(new Scalar((size - 1) / 2.0));
  }

  /** The mean of {@code values} over each pixel's kernel, (N, 1, h, w). */
  private Tensor mean(Tensor values) {
    return weighted(sum(basis.mul(values))).div(weighted(sum(basis)));
  }

  private static Tensor sum(Tensor kernels) {
    return kernels.sum(new long[] {2, 3}, true, new ScalarTypeOptional());
  }

  private Tensor weighted(Tensor ofBasis) {
    return weights.mul(ofBasis).sum(new long[] {1}, true, new ScalarTypeOptional());
  }

  /**
   * The kernel of the whole picture, (N, 1, K, K), divided by its sum: the mean over all pixels.
   */
  public Tensor whole() {
    return Scope.returning(
        () -> {
          long[] plane = {2, 3};
          Tensor shares = weights.mean(plane, true, new ScalarTypeOptional());
          Tensor kernel = basis.mul(shares).sum(new long[] {1}, true, new ScalarTypeOptional());
          return kernel.div(sum(kernel));
        });
  }

  /**
   * The same kernels as {@code wanted}: themselves if they are; {@link KernelKind#BLUR} becomes
   * {@link KernelKind#REDUCTION} by convolution with the bicubic filter, exactly. Null for all
   * other kinds, of which a reader takes the {@link #sigma}.
   *
   * @param scale result pixels per input pixel
   */
  public @Nullable Kernels as(KernelKind wanted, int scale) {
    if (kind == wanted) {
      return this;
    }
    return kind == KernelKind.BLUR && wanted == KernelKind.REDUCTION
        ? new Kernels(reducing(basis, scale), weights, wanted)
        : null;
  }

  /**
   * Kernels of {@link KernelKind#BLUR} as {@link KernelKind#REDUCTION}: convolved with the filter
   * of antialiased bicubic reduction.
   *
   * @param blur (N, B, K, K), K odd
   * @param scale result pixels per input pixel
   * @return (N, B, L, L), L = K + 4 scale - 1 at even scales and K + 4 scale - 2 at odd ones
   */
  public static Tensor reducing(Tensor blur, int scale) {
    return Scope.returning(
        () -> {
          float[] taps = bicubic(scale);
          Tensor line = Tensors.of(taps, taps.length).to(blur.device(), blur.scalar_type());
          Tensor filter = line.outer(line).view(1, 1, taps.length, taps.length);
          long margin = taps.length - 1;
          Tensor padded =
              torch.constant_pad_nd(
                  blur, new long[] {margin, margin, margin, margin}, new Scalar(0));
          // The filter is symmetric: correlation is convolution.
          Tensor planes = padded.flatten(0, 1).unsqueeze(1);
          Tensor reducing = torch.conv2d(planes, filter).squeeze(1);
          return reducing.view(blur.size(0), blur.size(1), reducing.size(1), reducing.size(2));
        });
  }

  /** Keys' cubic with a = -0.5, stretched by the scale: one row, sum 1. */
  private static float[] bicubic(int scale) {
    int taps = scale % 2 == 0 ? 4 * scale : 4 * scale - 1;
    float[] row = new float[taps];
    for (int i = 0; i < taps; i++) {
      row[i] = (float) (cubic((i - (taps - 1) / 2.0) / scale) / scale);
    }
    return row;
  }

  private static double cubic(double x) {
    double d = Math.abs(x);
    if (d < 1) {
      return (1.5 * d - 2.5) * d * d + 1;
    }
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  }
}
