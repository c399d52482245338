package dev.clearer.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The half of a model that finds out how a picture was degraded. */
public interface Estimator {
  /** What decides which restorers it fits. */
  Facts facts();

  /** What it takes to run it at {@code scale}, one of {@link Facts#scales}. */
  Footprint footprint(int scale);

  /**
   * Estimates the maps of a picture, in the current scope.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]; sides are multiples of {@link Footprint#multiple}
   * @param scale one of {@link Facts#scales}: blur is counted in pixels of a result so many times
   *     larger
   * @return the maps of {@link Facts#maps}, of one pixel where its reach is the {@link Reach.Whole}
   *     picture
   */
  PixelMaps estimate(Tensor lowResolution, int scale);

  /**
   * The estimate, and after it further ones that only training looks at, such as one from shallower
   * features.
   *
   * @param lowResolution as for {@link #estimate}
   * @param scale as for {@link #estimate}
   */
  default List<PixelMaps> estimateForTraining(Tensor lowResolution, int scale) {
    return List.of(estimate(lowResolution, scale));
  }
}
