package dev.clearer.model;

import dev.clearer.Progress;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The half of a model that estimates how a picture was degraded. */
public interface Estimator {
  /** Facts that decide which restorers fit. */
  Facts facts();

  /** Tiling and memory facts for {@code scale}, one of {@link Facts#scales}. */
  Footprint footprint(int scale);

  /**
   * Estimates the maps of a picture, in the current scope.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]; height and width are multiples of {@link
   *     Footprint#multiple}
   * @param scale one of {@link Facts#scales}; blur is in pixels of the result enlarged by it
   * @return the maps in {@link Facts#maps}; a single pixel each if the reach is {@link Reach.Whole}
   */
  PixelMaps estimate(Tensor lowResolution, int scale);

  /**
   * Like {@link #estimate(Tensor, int)}, for an estimator that learns on the picture and so takes
   * minutes.
   *
   * @param progress told how far it is; may cancel by throwing
   */
  default PixelMaps estimate(Tensor lowResolution, int scale, Progress progress) {
    return estimate(lowResolution, scale);
  }

  /**
   * The estimate, followed by auxiliary estimates that only training needs, such as one from
   * shallower features.
   *
   * @param lowResolution as for {@link #estimate}
   * @param scale as for {@link #estimate}
   */
  default List<PixelMaps> estimateForTraining(Tensor lowResolution, int scale) {
    return List.of(estimate(lowResolution, scale));
  }
}
