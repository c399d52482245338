package dev.clearer.net.kernel;

import dev.clearer.image.BlurKernel;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Tells a network that reads kernels as codes about sigmas: looks up the code of every pixel's
 * Gaussian, by the matrix that the network holds in a buffer. Codes are tabulated at the first use,
 * and anew when the matrix has changed.
 */
public final class SigmaCoder {
  /** Larger sigmas are taken as this many pixels. */
  public static final double GREATEST = 6;

  /** Kernels that a matrix is learnt from: more change it little. */
  private static final int KERNELS = 2000;

  private static final double LEAST = 0.2;
  private static final int SEED = 1;

  private final Tensor buffer;
  private final UnaryOperator<Tensor> asMatrix;
  private final int size;
  private final DoubleFunction<BlurKernel> kernel;
  private volatile @Nullable Table table;

  @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals
  private record Table(float[] matrix, float[] codes, int count, int components) {}

  /**
   * A coder by the matrix in a buffer.
   *
   * @param buffer of a network
   * @param asMatrix makes (size * size, codes) of it, of row-major kernels
   * @param size of the kernels
   * @param kernel of a sigma
   */
  public SigmaCoder(
      Tensor buffer, UnaryOperator<Tensor> asMatrix, int size, DoubleFunction<BlurKernel> kernel) {
    this.buffer = buffer;
    this.asMatrix = asMatrix;
    this.size = size;
    this.kernel = kernel;
  }

  /**
   * A matrix for a network that has none yet, (size * size, codes): the principal components of
   * centred Gaussians of two axes with sigmas from 0.2 to 6, always the same.
   */
  public static Tensor learnt(int size, int codes) {
    KernelDraw draw = new KernelDraw(size, LEAST, GREATEST, false, 0);
    return ComponentLearning.learn(draw, KERNELS, codes, new SplittableRandom(SEED)).tensor();
  }

  /** Replaces the numbers in the buffer {@code target} by {@code values} of as many elements. */
  public static void fill(Tensor target, Tensor values) {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            target.copy_(values.reshape(target.shape()));
          }
        });
  }

  /** Codes (N, codes, h, w) of sigmas in pixels, (N, 1, h, w). */
  public Tensor codes(Tensor sigma) {
    return Scope.returning(
        () -> {
          Table current = table();
          Tensor codes =
              Tensors.of(current.codes, current.count, current.components)
                  .to(sigma.device(), sigma.scalar_type());
          Tensor index =
              Ops.scale(sigma, 1 / SigmaCodes.STEP)
                  .round()
                  .clamp_min(new Scalar(0))
                  .clamp_max(new Scalar(current.count - 1))
                  .to(ScalarType.Long);
          long[] shape = {sigma.size(0), Ops.height(sigma), Ops.width(sigma), current.components};
          return codes
              .index_select(0, index.flatten())
              .view(shape)
              .permute(0, 3, 1, 2)
              .contiguous();
        });
  }

  private Table table() {
    float[] matrix = Tensors.values(asMatrix.apply(buffer).contiguous());
    Table current = table;
    if (current == null || !Arrays.equals(current.matrix, matrix)) {
      current = made(matrix);
      table = current;
    }
    return current;
  }

  private Table made(float[] matrix) {
    int components = matrix.length / (size * size);
    float[] codes =
        new SigmaCodes(PrincipalComponents.of(size, components, matrix), GREATEST, kernel).table();
    return new Table(matrix, codes, codes.length / components, components);
  }
}
