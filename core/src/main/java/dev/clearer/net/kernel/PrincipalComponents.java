package dev.clearer.net.kernel;

import dev.clearer.InputException;
import dev.clearer.image.BlurKernel;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Codes kernels in few numbers: the code of a kernel is its row-major weights times a matrix whose
 * columns are the principal directions of a training distribution of kernels. The mean kernel is
 * <em>not</em> subtracted, as in IKC, DAN, SRMD and MANet. Signs and order of the columns are
 * arbitrary, so weights of a network work only with the matrix they were trained with.
 */
public final class PrincipalComponents {
  private static final List<String> NAMES = List.of("pca_matrix", "encoder");

  private final int size;
  private final int components;
  private final float[] matrix;

  private PrincipalComponents(int size, int components, float[] matrix) {
    this.size = size;
    this.components = components;
    this.matrix = matrix;
  }

  /**
   * The components in {@code matrix}, (size * size, components) row-major.
   *
   * @throws IllegalArgumentException if the number of values does not fit
   */
  public static PrincipalComponents of(int size, int components, float... matrix) {
    if (size < 1 || components < 1 || matrix.length != size * size * components) {
      throw new IllegalArgumentException(
          "%d values are no %d components of size %d".formatted(matrix.length, components, size));
    }
    return new PrincipalComponents(size, components, matrix.clone());
  }

  /**
   * The components in a weight file: its tensor {@code pca_matrix} or {@code encoder}, of shape
   * (size * size, components), with any further dimensions of 1.
   *
   * @throws InputException if there is no such tensor or its shape is another
   */
  public static PrincipalComponents of(Weights weights) {
    String name =
        NAMES.stream()
            .filter(weights.names()::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "The file holds no PCA matrix: it needs a tensor called pca_matrix."));
    List<Long> shape = weights.shape(name).stream().filter(length -> length != 1).toList();
    int size = shape.size() == 2 ? (int) Math.round(Math.sqrt(shape.get(0))) : 0;
    if (size < 1 || (long) size * size != shape.get(0)) {
      throw new InputException(
          "The PCA matrix is %s: it must be (size * size, components)."
              .formatted(weights.shape(name)));
    }
    float[][] values = new float[1][];
    Scope.run(() -> values[0] = Tensors.values(weights.tensor(name)));
    return of(size, shape.get(1).intValue(), values[0]);
  }

  /** Width and height of the kernels that are coded. */
  public int size() {
    return size;
  }

  /** Numbers in a code. */
  public int components() {
    return components;
  }

  /** A copy of the matrix, (size * size, components) row-major. */
  public float[] matrix() {
    return matrix.clone();
  }

  /** A new float32 tensor (size * size, components) of the matrix. */
  public Tensor tensor() {
    return Tensors.of(matrix, (long) size * size, components);
  }

  /**
   * The code of a kernel.
   *
   * @throws IllegalArgumentException if the kernel has another size
   */
  public float[] code(BlurKernel kernel) {
    if (kernel.size() != size) {
      throw new IllegalArgumentException(
          "a kernel of size %d where the code is of %d".formatted(kernel.size(), size));
    }
    double[] weights = kernel.weights();
    double[] sums = new double[components];
    for (int i = 0; i < weights.length; i++) {
      for (int c = 0; c < components; c++) {
        sums[c] += weights[i] * matrix[i * components + c];
      }
    }
    float[] code = new float[components];
    for (int c = 0; c < components; c++) {
      code[c] = (float) sums[c];
    }
    return code;
  }

  /** The kernel whose code this is, as far as the components can say: matrix times code. */
  public BlurKernel decoded(float... code) {
    double[] weights = new double[size * size];
    for (int i = 0; i < weights.length; i++) {
      for (int c = 0; c < components; c++) {
        weights[i] += (double) code[c] * matrix[i * components + c];
      }
    }
    return BlurKernel.of(size, weights);
  }
}
