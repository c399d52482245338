package dev.clearer.net.kernel;

import static org.bytedeco.pytorch.global.torch.linalg_eigh;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Finds the principal components of a distribution of kernels. */
public final class ComponentLearning {
  /** How many kernels IKC and DAN draw. */
  public static final int KERNELS = 30_000;

  private static final int AT_ONCE = 1000;

  private ComponentLearning() {}

  /**
   * Draws kernels and keeps the directions in which they differ most; the mean is subtracted for
   * this. A component's greatest element by size is made positive, so that the result is the same
   * for the same seed on every machine but for rounding.
   *
   * @param kernels number of kernels to draw
   * @param components directions to keep, at most {@code draw.size()} squared
   */
  public static PrincipalComponents learn(
      KernelDraw draw, int kernels, int components, SplittableRandom random) {
    int elements = draw.size() * draw.size();
    if (components < 1 || components > elements || kernels < 2) {
      throw new IllegalArgumentException(
          "%d components of %d kernels of %d elements".formatted(components, kernels, elements));
    }
    float[][] matrix = new float[1][];
    Scope.run(
        () -> {
          Tensor vectors = linalg_eigh(covariance(draw, kernels, random)).get1();
          // Eigenvalues grow from left to right.
          matrix[0] = Tensors.values(vectors.narrow(1, elements - components, components).flip(1));
        });
    return PrincipalComponents.of(draw.size(), components, positive(matrix[0], components));
  }

  private static Tensor covariance(KernelDraw draw, int kernels, SplittableRandom random) {
    int elements = draw.size() * draw.size();
    Tensor[] sums = {
      Tensors.of(new float[elements], elements).to(ScalarType.Double),
      Tensors.of(new float[elements * elements], elements, elements).to(ScalarType.Double)
    };
    for (int done = 0; done < kernels; done += AT_ONCE) {
      int count = Math.min(AT_ONCE, kernels - done);
      Scope.run(
          () -> {
            Tensor block = block(draw, count, random);
            sums[0].add_(block.sum(0));
            sums[1].add_(block.t().matmul(block));
          });
    }
    Tensor mean = sums[0].div(new Scalar((double) kernels));
    return sums[1].div(new Scalar((double) kernels)).sub(mean.outer(mean));
  }

  private static Tensor block(KernelDraw draw, int count, SplittableRandom random) {
    int elements = draw.size() * draw.size();
    float[] values = new float[count * elements];
    for (int i = 0; i < count; i++) {
      System.arraycopy(draw.next(random).floats(), 0, values, i * elements, elements);
    }
    return Tensors.of(values, count, elements).to(ScalarType.Double);
  }

  private static float[] positive(float[] matrix, int components) {
    for (int c = 0; c < components; c++) {
      float extreme = 0;
      for (int i = c; i < matrix.length; i += components) {
        extreme = Math.abs(matrix[i]) > Math.abs(extreme) ? matrix[i] : extreme;
      }
      for (int i = c; extreme < 0 && i < matrix.length; i += components) {
        matrix[i] = -matrix[i];
      }
    }
    return matrix;
  }
}
