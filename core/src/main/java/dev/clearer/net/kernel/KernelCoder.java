package dev.clearer.net.kernel;

import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.image.MapKind;
import dev.clearer.model.KernelKind;
import dev.clearer.model.Kernels;
import dev.clearer.model.PixelMaps;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Between what is known of the blur and the codes of networks like IKC and DAN, by the PCA matrix
 * that the network holds in a buffer.
 *
 * <p>What is lost on the way: a code says of a kernel only what its components can. Of Gaussians up
 * to the largest sigma of the matrix' training that is nearly all; what is wider, or of another
 * shape, becomes the nearest that there is. Of a map of sigmas every pixel gets the code of its
 * Gaussian, in steps of 0.01 pixels; such networks were trained with one code a picture. Kernels
 * larger than the code's are cut and divided by the rest's sum.
 */
public final class KernelCoder {
  private static final double LEAST = 0.2;
  private static final double GREATEST = 5;
  private static final int KERNELS = 2000;
  private static final int SEED = 1;

  private final Tensor matrix;
  private final UnaryOperator<Tensor> asMatrix;
  private final int size;
  private final KernelKind kind;
  private final double centre;
  private final SigmaCoder sigmas;

  /**
   * A coder by the matrix in a buffer of a network.
   *
   * @param matrix (size * size, components), for row-major kernels that are correlated; or with a
   *     first dimension of 1
   * @param size of the kernels
   */
  public KernelCoder(Tensor matrix, int size) {
    this(matrix, KernelCoder::flat, size);
  }

  /**
   * A coder by the matrix in a buffer of a network that holds it in another form.
   *
   * @param asMatrix makes (size * size, components) of the buffer, for row-major kernels that are
   *     correlated
   * @param size of the kernels
   */
  public KernelCoder(Tensor buffer, UnaryOperator<Tensor> asMatrix, int size) {
    matrix = buffer;
    this.asMatrix = asMatrix;
    this.size = size;
    kind = KernelKind.BLUR;
    centre = (size - 1) / 2.0;
    sigmas =
        new SigmaCoder(buffer, asMatrix, size, sigma -> Gaussian.isotropic(sigma).sampled(size));
  }

  /**
   * A coder of kernels that are blur and reduction in one, with their mass at {@code (size - scale)
   * / 2} in both directions, as MANet's.
   *
   * @param asMatrix makes (size * size, components) of the buffer, for row-major kernels that are
   *     correlated
   * @param size of the kernels
   * @param scale result pixels per input pixel
   */
  public KernelCoder(Tensor buffer, UnaryOperator<Tensor> asMatrix, int size, int scale) {
    matrix = buffer;
    this.asMatrix = asMatrix;
    this.size = size;
    kind = KernelKind.REDUCTION;
    centre = (size - scale) / 2.0;
    sigmas = new SigmaCoder(buffer, asMatrix, size, sigma -> upperLeft(sigma, size, scale));
  }

  /** A Gaussian in the upper left {@code size - scale + 1} rows and columns. */
  private static BlurKernel upperLeft(double sigma, int size, int scale) {
    int filled = size - scale + 1;
    double middle = (filled - 1) / 2.0;
    BlurKernel gaussian = Gaussian.isotropic(sigma).sampled(filled, middle, middle);
    double[] weights = new double[size * size];
    for (int i = 0; i < filled * filled; i++) {
      weights[i / filled * size + i % filled] = gaussian.at(i / filled, i % filled);
    }
    return BlurKernel.of(size, weights);
  }

  private static Tensor flat(Tensor matrix) {
    return matrix.dim() == 3 ? matrix.squeeze(0) : matrix;
  }

  /**
   * The principal components for a network that has none yet: of isotropic Gaussians with sigmas
   * from 0.2 to 5, which is how far blur goes here; always the same.
   */
  public static PrincipalComponents learnt(int size, int components) {
    KernelDraw draw = KernelDraw.isotropic(size, LEAST, GREATEST);
    SplittableRandom random = new SplittableRandom(SEED);
    return ComponentLearning.learn(draw, KERNELS, components, random);
  }

  /** The matrix as (size * size, components). */
  private Tensor flat() {
    return asMatrix.apply(matrix);
  }

  /**
   * Codes of what is known of the blur, in the current scope: of kernels of the coder's kind where
   * there are any, else of the Gaussians of its sigma.
   *
   * @param scale result pixels per input pixel
   * @return (N, components, height, width), or of one pixel where all are equal
   */
  public Tensor codes(PixelMaps known, int scale, long height, long width) {
    Kernels kernels = known.kernels(kind, scale);
    Tensor codes =
        kernels == null
            ? sigmas.codes(known.quantity(MapKind.BLUR, height, width))
            : ofKernels(kernels);
    if (isConstant(codes)) {
      return codes.narrow(2, 0, 1).narrow(3, 0, 1).contiguous();
    }
    boolean fits = Ops.height(codes) == height && Ops.width(codes) == width;
    return fits ? codes : torch.upsample_bilinear2d(codes, new long[] {height, width}, false);
  }

  private static boolean isConstant(Tensor codes) {
    Tensor first = codes.narrow(2, 0, 1).narrow(3, 0, 1);
    return codes.eq(first).all().item_bool();
  }

  /** (N, components, h, w) as the weights of the kernels are. */
  private Tensor ofKernels(Kernels kernels) {
    return Scope.returning(
        () ->
            Precision.F32.of(
                kernels.weights(),
                weights -> {
                  Tensor basis = fitted(kernels.basis().flip(2, 3)).flatten(2, 3);
                  Tensor codes = basis.matmul(flat().unsqueeze(0).to(basis));
                  Tensor mixed = mixed(codes, weights);
                  boolean cut = kernels.basis().size(2) > size;
                  return cut ? mixed.div(mixed(mass(basis), weights)) : mixed;
                }));
  }

  private static Tensor mass(Tensor basis) {
    return basis.sum(new long[] {2}, true, new ScalarTypeOptional());
  }

  /** Numbers of the basis, (N or 1, B, c), mixed by weights (N, B, h, w): (N, c, h, w). */
  private static Tensor mixed(Tensor ofBasis, Tensor weights) {
    Tensor flatWeights = weights.flatten(2, 3).transpose(1, 2);
    Tensor flat = flatWeights.matmul(ofBasis).transpose(1, 2);
    return flat.reshape(weights.size(0), ofBasis.size(2), weights.size(2), weights.size(3));
  }

  /** Kernels of the code's size: zeros around, or a part of them, their middle at the centre. */
  private Tensor fitted(Tensor basis) {
    long before = Math.round(centre - (basis.size(2) - 1) / 2.0);
    long after = size - basis.size(2) - before;
    return torch.constant_pad_nd(
        basis, new long[] {before, after, before, after}, new Scalar(0)); // negative: cut
  }

  /**
   * What codes say, in the current scope: kernels, and the sigma of the Gaussian whose code is
   * nearest.
   *
   * @param codes one a picture, (N, components)
   */
  public PixelMaps maps(Tensor codes) {
    long components = codes.size(1);
    Tensor basis = flat().t().reshape(1, components, size, size).flip(2, 3);
    Tensor weights = codes.view(-1, components, 1, 1);
    return new PixelMaps(
        Map.of(MapKind.BLUR, sigma(codes)), new Kernels(basis, weights, KernelKind.BLUR), null);
  }

  /** (N, components) to (N, 1, 1, 1): the nearest Gaussian's sigma in pixels. */
  private Tensor sigma(Tensor codes) {
    return Scope.returning(
        () -> {
          int count = (int) Math.round(SigmaCoder.GREATEST / SigmaCodes.STEP) + 1;
          Tensor line =
              torch
                  .arange(new Scalar(count), codes.options())
                  .mul(new Scalar(SigmaCodes.STEP))
                  .view(1, 1, 1, -1);
          Tensor table = sigmas.codes(line).squeeze(2);
          Tensor distances =
              table.sub(codes.unsqueeze(2)).square().sum(new long[] {1}, false, same());
          Tensor nearest = distances.argmin(new LongOptional(1), false);
          return nearest.to(ScalarType.Float).mul(new Scalar(SigmaCodes.STEP)).view(-1, 1, 1, 1);
        });
  }

  private static ScalarTypeOptional same() {
    return new ScalarTypeOptional();
  }

  /** The mean of the codes of all pixels' Gaussians: (N, 1, h, w) sigma to (N, components). */
  public Tensor meanCodes(Tensor sigma) {
    return Scope.returning(() -> sigmas.codes(sigma).mean(new long[] {2, 3}, false, same()));
  }

  /**
   * The mean of all pixels' Gaussians: (N, 1, h, w) sigma to (N, size * size), row-major, sum 1.
   */
  public static Tensor meanKernels(Tensor sigma, int size) {
    return Scope.returning(
        () -> GaussianTaps.of(sigma, size).mean(new long[] {2, 3}, false, same()));
  }
}
