package dev.clearer.infer;

import org.bytedeco.pytorch.Tensor;

/** A network in two halves, as tiles of a picture are run through them. */
interface Network {
  /** What of it decides how tiles are cut and put together. */
  Shape shape();

  /**
   * What decides how tiles are cut and put together.
   *
   * @param scale how many times larger the result is
   * @param maps what its maps look like
   * @param multiple sides of pictures must be multiples of this
   * @param estimation how the estimator's tiles are cut
   * @param restoration how the restorer's tiles are cut
   */
  record Shape(int scale, Maps.Form maps, int multiple, Tiling estimation, Tiling restoration) {}

  /**
   * How tiles are cut, in low-resolution pixels.
   *
   * @param grid on which the corners of what tiles keep lie
   * @param overlap read beyond what is kept, on every side
   * @param bytesPerPixel native bytes that a pixel of a tile costs at the peak
   */
  record Tiling(int grid, int overlap, int bytesPerPixel) {}

  /**
   * Both maps of a tile, in a scope.
   *
   * @param lowResolution (1, 3, H, W) in [0, 1], channels last
   * @return sigma in pixels of the network's result (1, 1, h, w), may be slightly negative; and
   *     what is known of the classes (1, {@link Maps.Form#planes}, h, w); h and w are {@link
   *     Maps.Form#scale} times H and W
   */
  Tensor[] estimate(Tensor lowResolution);

  /**
   * Enlarges a tile with given maps, in a scope.
   *
   * @param lowResolution as for {@link #estimate}
   * @param sigma as {@link #estimate} returns it
   * @param classes as {@link #estimate} returns them
   * @return (1, 3, H * scale, W * scale), nominally in [0, 1]
   */
  Tensor restore(Tensor lowResolution, Tensor sigma, Tensor classes);
}
