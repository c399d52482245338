package dev.clearer.model;

import dev.clearer.Progress;
import org.bytedeco.pytorch.Tensor;

/** The half of a model that enlarges a picture whose degradation is known. */
public interface Restorer {
  /** Facts that decide which estimators fit. */
  Facts facts();

  /** Tiling and memory facts for {@code scale}, one of {@link Facts#scales}. */
  Footprint footprint(int scale);

  /**
   * Enlarges a picture, in the current scope.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]; height and width are multiples of {@link
   *     Footprint#multiple}
   * @param known at least the maps in {@link Facts#maps}, in any resolution and form: {@link
   *     PixelMaps} converts them
   * @param scale one of {@link Facts#scales}
   * @return (N, 3, H * scale, W * scale), nominally in [0, 1]
   */
  Tensor restore(Tensor lowResolution, PixelMaps known, int scale);

  /**
   * Like {@link #restore(Tensor, PixelMaps, int)}, for a restorer that learns on the picture and so
   * takes minutes.
   *
   * @param progress told how far it is; may cancel by throwing
   */
  default Tensor restore(Tensor lowResolution, PixelMaps known, int scale, Progress progress) {
    return restore(lowResolution, known, scale);
  }

  /**
   * Whether this restorer continues from the private features of {@code estimator} because both are
   * one network. Such a pair runs jointly, tile by tile, and its trunk runs only once.
   */
  default boolean continues(Estimator estimator) {
    return false;
  }
}
