package dev.clearer.model;

import org.bytedeco.pytorch.Tensor;

/** The half of a model that enlarges a picture whose degradation is known. */
public interface Restorer {
  /** What decides which estimators it fits. */
  Facts facts();

  /** What it takes to run it at {@code scale}, one of {@link Facts#scales}. */
  Footprint footprint(int scale);

  /**
   * Enlarges a picture, in the current scope.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]; sides are multiples of {@link Footprint#multiple}
   * @param known at least the maps of {@link Facts#maps}, in any resolution and form: {@link
   *     PixelMaps} converts
   * @param scale one of {@link Facts#scales}
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  Tensor restore(Tensor lowResolution, PixelMaps known, int scale);

  /**
   * Whether this restorer goes on from the private features of {@code estimator}, since both are
   * one network: such a pair is run tile by tile together, and its trunk only once.
   */
  default boolean continues(Estimator estimator) {
    return false;
  }
}
