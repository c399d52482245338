package dev.clearer.net.dan;

import dev.clearer.InputException;
import dev.clearer.net.kernel.PrincipalComponents;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * DAN version 2: as version 1, but the estimator gives the kernel itself, and the restorer is told
 * its code. Names of weights are those of the reference implementation.
 *
 * <p>Quirks that published weights depend on: see {@link DualPathGroup}. The option files of the
 * reference define no learning rate for the estimator, so that its own training cannot start; ours
 * takes that of the restorer.
 */
public final class DanV2 extends Module implements Dan {
  /**
   * Its sizes.
   *
   * @param scale enlargement, 1 to 4
   * @param kernelSize width and height of the kernel, odd
   * @param components numbers of a kernel's code
   * @param groups groups of the restorer's blocks
   * @param blocks blocks of a group
   */
  public record Config(int scale, int kernelSize, int components, int groups, int blocks) {
    /** The sizes of the paper for isotropic blur. */
    public static Config reference(int scale) {
      return new Config(scale, 21, 10, 5, 10);
    }

    /** Checks the ranges. */
    public Config {
      DanSizes.require(scale, kernelSize, components, blocks);
      if (groups < 1 || groups > 64) {
        throw new InputException("DAN needs 1 to 64 groups, not %d.".formatted(groups));
      }
    }

    DanSizes sizes() {
      return new DanSizes(scale, kernelSize, components);
    }
  }

  private final Config config;
  private final CodeBuffers codes;
  private final DanV2Restorer restorer;
  private final DanV2Estimator estimator;

  /**
   * A network with random weights and without a PCA matrix, which {@link #setComponents} or a
   * checkpoint brings; build it outside any scope.
   */
  public DanV2(Config config) {
    this.config = config;
    codes = new CodeBuffers(this, config.sizes());
    restorer = register_module("Restorer", new DanV2Restorer(config));
    estimator = register_module("Estimator", new DanV2Estimator(config.sizes()));
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
  public DanV2Restorer restorer() {
    return restorer;
  }

  /** The estimator. */
  public DanV2Estimator estimator() {
    return estimator;
  }

  @Override
  public Tensor restore(Tensor lowResolution, Tensor code) {
    return restorer.forward(lowResolution, code);
  }

  /** The kernel: (N, size * size). */
  @Override
  public Tensor estimate(Tensor picture, Tensor lowResolution) {
    return estimator.forward(picture, lowResolution);
  }

  @Override
  public Tensor code(Tensor estimate) {
    return codes.code(estimate);
  }

  @Override
  public Tensor target(Tensor kernels) {
    return kernels;
  }
}
