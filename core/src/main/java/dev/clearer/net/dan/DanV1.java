package dev.clearer.net.dan;

import dev.clearer.InputException;
import dev.clearer.net.kernel.PrincipalComponents;
import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * DAN version 1: starts with the code of the delta kernel, then four times enlarges the picture
 * told the code and estimates the code from both pictures, always with the same weights. The result
 * is the fourth picture. Names of weights are those of the reference implementation.
 */
public final class DanV1 extends Module implements Dan {
  static final double SLOPE = 0.2;

  /**
   * Its sizes.
   *
   * @param scale enlargement, 2, 3 or 4
   * @param kernelSize width and height of the kernel, odd
   * @param components numbers of a kernel's code
   * @param blocks blocks of the restorer
   */
  public record Config(int scale, int kernelSize, int components, int blocks) {
    /** The sizes of the paper for isotropic blur. */
    public static Config reference(int scale) {
      return new Config(scale, 21, 10, 40);
    }

    /** Checks the ranges. */
    public Config {
      if (scale < 2) {
        throw new InputException(
            "DAN version 1 enlarges 2, 3 or 4 times, not %d times.".formatted(scale));
      }
      DanSizes.require(scale, kernelSize, components, blocks);
    }

    DanSizes sizes() {
      return new DanSizes(scale, kernelSize, components);
    }
  }

  private final Config config;
  private final CodeBuffers codes;
  private final DanV1Restorer restorer;
  private final DanV1Estimator estimator;

  /**
   * A network with random weights and without a PCA matrix, which {@link #setComponents} or a
   * checkpoint brings; build it outside any scope.
   */
  public DanV1(Config config) {
    this.config = config;
    codes = new CodeBuffers(this, config.sizes());
    restorer = register_module("Restorer", new DanV1Restorer(config));
    estimator = register_module("Estimator", new DanV1Estimator(config.sizes()));
  }

  @Override
  public DanSizes sizes() {
    return config.sizes();
  }

  @Override
  public Tensor matrix() {
    return codes.buffer();
  }

  @Override
  public Module module() {
    return this;
  }

  @Override
  public void setComponents(PrincipalComponents components) {
    codes.set(components);
  }

  @Override
  public Tensor initialCode(long count) {
    return codes.initialCode(count);
  }

  /** The restorer. */
  public DanV1Restorer restorer() {
    return restorer;
  }

  /** The estimator. */
  public DanV1Estimator estimator() {
    return estimator;
  }

  @Override
  public Tensor restore(Tensor lowResolution, Tensor code) {
    return restorer.forward(lowResolution, code);
  }

  /** The code itself: (N, components). */
  @Override
  public Tensor estimate(Tensor picture, Tensor lowResolution) {
    return estimator.forward(picture, lowResolution);
  }

  @Override
  public Tensor code(Tensor estimate) {
    return estimate;
  }

  @Override
  public Tensor target(Tensor kernels) {
    return Scope.returning(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return codes.code(kernels);
          }
        });
  }
}
