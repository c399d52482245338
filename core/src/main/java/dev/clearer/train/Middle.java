package dev.clearer.train;

import dev.clearer.model.PixelMaps;
import org.bytedeco.pytorch.Tensor;

/** The central square of every crop of a batch, in low-resolution pixels. */
record Middle(long x, long y, long width, long height) {
  /**
   * The central square with {@code side} pixels of {@code lowResolution}; the whole crop if {@code
   * side} is 0.
   */
  static Middle in(Tensor lowResolution, int side) {
    long height = lowResolution.size(2);
    long width = lowResolution.size(3);
    return side == 0
        ? new Middle(0, 0, width, height)
        : new Middle((width - side) / 2, (height - side) / 2, side, side);
  }

  Tensor of(Tensor crop) {
    return of(crop, 1);
  }

  /** The same area of a picture that is {@code scale} times larger. */
  Tensor of(Tensor crop, long scale) {
    return crop.narrow(2, y * scale, height * scale).narrow(3, x * scale, width * scale);
  }

  /** The same area of maps, which may be larger or smaller than {@code lowResolution}. */
  PixelMaps of(PixelMaps maps, Tensor lowResolution) {
    long whole = lowResolution.size(3);
    long own = maps.planes().values().stream().mapToLong(p -> p.size(3)).max().orElse(whole);
    return maps.crop(x * own / whole, y * own / whole, width * own / whole, height * own / whole);
  }
}
