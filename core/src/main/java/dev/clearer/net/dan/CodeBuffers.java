package dev.clearer.net.dan;

import dev.clearer.InputException;
import dev.clearer.image.BlurKernel;
import dev.clearer.net.kernel.PrincipalComponents;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The buffers that a DAN checkpoint brings: the PCA matrix ({@code encoder}), the kernel that the
 * alternation starts with, which is the delta ({@code init_kernel}), and its code ({@code
 * init_ker_map}).
 */
final class CodeBuffers {
  private final DanSizes config;
  private final Tensor encoder;
  private final Tensor initialCode;

  /** Registers the buffers in {@code owner}; the matrix is zero until it is set or loaded. */
  CodeBuffers(Module owner, DanSizes config) {
    this.config = config;
    int size = config.kernelSize();
    int components = config.components();
    // What register_buffer returns is a place in a list that moves when the list grows.
    encoder =
        Tensors.of(new float[config.elements() * components], 1, config.elements(), components);
    initialCode = Tensors.of(new float[components], 1, components);
    owner.register_buffer("encoder", encoder);
    owner.register_buffer(
        "init_kernel", Tensors.of(BlurKernel.delta(size).floats(), 1, size, size));
    owner.register_buffer("init_ker_map", initialCode);
  }

  /** Takes a PCA matrix, and the code of the delta with it. */
  void set(PrincipalComponents components) {
    if (components.size() != config.kernelSize()
        || components.components() != config.components()) {
      throw new InputException(
          "The PCA matrix codes kernels of %d in %d numbers, but the network has %d and %d."
              .formatted(
                  components.size(),
                  components.components(),
                  config.kernelSize(),
                  config.components()));
    }
    float[] code = components.code(BlurKernel.delta(config.kernelSize()));
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            encoder.copy_(components.tensor().unsqueeze(0));
            initialCode.copy_(Tensors.of(code, 1, code.length));
          }
        });
  }

  /** The buffer of the matrix, (1, size * size, components). */
  Tensor buffer() {
    return encoder;
  }

  /** The matrix (size * size, components). */
  private Tensor matrix() {
    return encoder.squeeze(0);
  }

  /** The code of the delta, (count, components). */
  Tensor initialCode(long count) {
    return initialCode.expand(count, config.components());
  }

  /** Codes of kernels: (N, size * size) to (N, components). */
  Tensor code(Tensor kernels) {
    return Scope.returning(() -> kernels.matmul(matrix()));
  }
}
