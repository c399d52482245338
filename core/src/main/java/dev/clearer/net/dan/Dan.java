package dev.clearer.net.dan;

import dev.clearer.net.kernel.PrincipalComponents;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What both versions of DAN have in common: the alternation. Nothing is clamped, neither between
 * loops nor at the end.
 */
public interface Dan {
  /** Loops, all with the same weights. */
  int LOOPS = 4;

  /** What both versions' sizes have in common. */
  DanSizes sizes();

  /** All parameters and buffers, under the reference's names. */
  Module module();

  /**
   * Takes the PCA matrix that codes kernels, which a checkpoint holds as well. A network works only
   * with the matrix that it learnt with.
   *
   * @throws dev.clearer.InputException if the matrix has other sizes
   */
  void setComponents(PrincipalComponents components);

  /** The buffer with the PCA matrix, (1, size * size, components). */
  Tensor matrix();

  /** The code of the delta kernel, with which the alternation starts: (count, components). */
  Tensor initialCode(long count);

  /** Enlarges (N, 3, H, W) in [0, 1] told the code (N, components). */
  Tensor restore(Tensor lowResolution, Tensor code);

  /**
   * Estimates from an enlarged and the low-resolution picture: version 1 the code (N, components),
   * version 2 the kernel (N, size * size), row-major, all weights positive, sum 1.
   */
  Tensor estimate(Tensor picture, Tensor lowResolution);

  /** The code of an estimate: (N, components). */
  Tensor code(Tensor estimate);

  /** What {@link #estimate} should be for true kernels (N, size * size), without gradients. */
  Tensor target(Tensor kernels);

  /**
   * A picture, and what the estimator says after it.
   *
   * @param picture (N, 3, H * scale, W * scale), nominally in [0, 1]
   * @param estimate see {@link Dan#estimate}
   */
  record Result(Tensor picture, Tensor estimate) {}

  /** Runs all loops: (N, 3, H, W) in [0, 1] to the last picture and estimate. */
  default Result forward(Tensor lowResolution) {
    return loops(lowResolution, initialCode(lowResolution.size(0)), LOOPS);
  }

  /**
   * The last picture without the estimate after it, which nobody needs who only wants the picture.
   */
  default Tensor picture(Tensor lowResolution) {
    return Scope.returning(() -> restore(lowResolution, lastCode(lowResolution)));
  }

  /** The code that the last picture is restored with: (N, components). */
  default Tensor lastCode(Tensor lowResolution) {
    return Scope.returning(() -> code(lastEstimate(lowResolution)));
  }

  /** The estimate of which {@link #lastCode} is the code. */
  default Tensor lastEstimate(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor start = initialCode(lowResolution.size(0));
          return loops(lowResolution, start, LOOPS - 1).estimate();
        });
  }

  /** Runs {@code count} loops, at least one, from a given code. */
  default Result loops(Tensor lowResolution, Tensor code, int count) {
    Tensor[] last =
        Scope.returningAll(
            () -> {
              Tensor told = code;
              Tensor picture = restore(lowResolution, told);
              Tensor estimate = estimate(picture.detach(), lowResolution);
              for (int loop = 1; loop < count; loop++) {
                told = code(estimate).detach();
                picture = restore(lowResolution, told);
                estimate = estimate(picture.detach(), lowResolution);
              }
              return new Tensor[] {picture, estimate};
            });
    return new Result(last[0], last[1]);
  }

  /**
   * The last loop for training. Picture and code are detached between the modules, so only the last
   * call of either gets gradients; the loops before it therefore run without, for the same result
   * at a third of the memory.
   */
  default Result forwardForTraining(Tensor lowResolution) {
    Tensor[] last =
        Scope.returningAll(
            () -> {
              Tensor code;
              try (NoGradGuard guard = new NoGradGuard()) {
                code = lastCode(lowResolution);
              }
              Result result = loops(lowResolution, code, 1);
              return new Tensor[] {result.picture(), result.estimate()};
            });
    return new Result(last[0], last[1]);
  }
}
