package dev.clearer.net.ikc;

import dev.clearer.model.Companion;
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The PCA matrix that codes kernels for IKC's networks, as a buffer of theirs. The reference keeps
 * it in a file of its own.
 */
final class CodeMatrix {
  /** The buffer's name, also in files that hold nothing else. */
  static final String NAME = "pca_matrix";

  /** The matrix that belongs to the published weights. */
  static final Companion COMPANION =
      new Companion(NAME, "pca_ikc_yuanjunchai_iso_k21_c10.safetensors", UnaryOperator.identity());

  private CodeMatrix() {}

  /** Adds the buffer to {@code owner}, filled with a matrix of our own. */
  static KernelCoder addTo(Module owner, int size, int components) {
    // What register_buffer returns is a place in a list that moves when the list grows.
    Tensor matrix = Tensors.of(new float[size * size * components], (long) size * size, components);
    owner.register_buffer(NAME, matrix);
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            matrix.copy_(KernelCoder.learnt(size, components).tensor());
          }
        });
    return new KernelCoder(matrix, size);
  }

  /**
   * Width and height of the kernels that the matrix in {@code weights} codes; 21 if it is missing.
   */
  static int kernelSize(Weights weights) {
    return weights.names().contains(NAME)
        ? (int) Math.round(Math.sqrt(weights.shape(NAME).get(0)))
        : Predictor.Config.REFERENCE.kernelSize();
  }
}
