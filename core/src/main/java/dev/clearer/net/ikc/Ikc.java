package dev.clearer.net.ikc;

import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * IKC as a whole: predictor, restorer and corrector in one network, under the names {@code
 * predictor}, {@code restorer} and {@code corrector}; the reference keeps each in a file of its
 * own.
 *
 * <p>The result is always the picture of the seventh step. The reference's test script keeps the
 * best of seven by comparing with the ground truth, which nobody has; published numbers of that
 * repository are therefore a little too high.
 */
public final class Ikc extends Module {
  /** How often the code is corrected; the picture is restored as often. */
  public static final int STEPS = 7;

  static final double SLOPE = 0.2;

  /**
   * Its sizes.
   *
   * @param scale enlargement, 2, 3 or 4
   * @param blocks residual blocks of the restorer, 16 in the reference
   * @param kernelSize width and height of the kernel, odd, 21 in the reference
   * @param components numbers of a kernel's code, 10 in the reference
   */
  public record Config(int scale, int blocks, int kernelSize, int components) {
    /** Checks the ranges. */
    public Config {
      new Sftmd.Config(scale, blocks, kernelSize, components);
    }

    /** The sizes of the paper. */
    public static Config reference(int scale) {
      return new Config(scale, 16, 21, 10);
    }

    /** The restorer's sizes. */
    public Sftmd.Config restorer() {
      return new Sftmd.Config(scale, blocks, kernelSize, components);
    }
  }

  private final Predictor predictor;
  private final Sftmd restorer;
  private final Corrector corrector;

  /** A network with random weights; build it outside any scope. */
  public Ikc(Config config) {
    predictor = register_module("predictor", new Predictor(config.components()));
    restorer = register_module("restorer", new Sftmd(config.restorer()));
    corrector = register_module("corrector", new Corrector(config.components()));
  }

  /** Finds the first code. */
  public Predictor predictor() {
    return predictor;
  }

  /** Enlarges, told a code. */
  public Sftmd restorer() {
    return restorer;
  }

  /** Corrects codes. */
  public Corrector corrector() {
    return corrector;
  }

  /**
   * A picture and the code it was restored with.
   *
   * @param picture (N, 3, H * scale, W * scale) in [0, 1]
   * @param code (N, components)
   */
  public record Result(Tensor picture, Tensor code) {}

  /** Runs seven steps: (N, 3, H, W) in [0, 1] to the seventh picture and its code. */
  public Result forward(Tensor lowResolution) {
    Tensor[] result =
        Scope.returningAll(
            () -> {
              Tensor code = code(lowResolution);
              return new Tensor[] {restorer.forward(lowResolution, code), code};
            });
    return new Result(result[0], result[1]);
  }

  /**
   * The code that the seventh picture is restored with: that of the predictor, corrected six times.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @return (N, components)
   */
  public Tensor code(Tensor lowResolution) {
    return Scope.returning(
        () -> {
          Tensor code = predictor.forward(lowResolution);
          for (int step = 1; step < STEPS; step++) {
            code = corrected(lowResolution, code);
          }
          return code;
        });
  }

  /** One step: the code after the corrector saw the picture that {@code code} gives. */
  public Tensor corrected(Tensor lowResolution, Tensor code) {
    return Scope.returning(() -> corrector.forward(restorer.forward(lowResolution, code), code));
  }
}
