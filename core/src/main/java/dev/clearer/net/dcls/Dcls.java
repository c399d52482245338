package dev.clearer.net.dcls;

import dev.clearer.tensor.Scope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * DCLS whole: the estimator and the restorer. Both take means over the whole picture, so that tiles
 * of a picture come out other than the picture in one piece.
 */
public final class Dcls extends Module {
  private final DclsConfig config;
  private final DclsRestorer restorer;
  private final DclsEstimator estimator;

  /** With random weights; build it outside any {@link Scope}. */
  public Dcls(DclsConfig config) {
    this.config = config;
    restorer = register_module("Restorer", new DclsRestorer(config));
    estimator = register_module("Estimator", new DclsEstimator(config));
  }

  /** The sizes it was built with. */
  public DclsConfig config() {
    return config;
  }

  /** The part that finds the kernel. */
  public DclsEstimator estimator() {
    return estimator;
  }

  /** The part that is told the kernel. */
  public DclsRestorer restorer() {
    return restorer;
  }

  /** (N, 3, H, W) in [0, 1], of at least 7x7, to (N, 3, scale H, scale W) in [0, 1]. */
  public Tensor forward(Tensor lowResolution) {
    return Scope.returning(() -> restorer.forward(lowResolution, estimator.forward(lowResolution)));
  }
}
