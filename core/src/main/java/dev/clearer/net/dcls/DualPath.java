package dev.clearer.net.dcls;

import dev.clearer.tensor.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * The restorer's two streams.
 *
 * @param wide of the deconvolved features, (N, C, H, W)
 * @param narrow of the plain features, (N, C / 4, H, W)
 */
record DualPath(Tensor wide, Tensor narrow) {
  /** Both streams times {@code factor}. */
  DualPath times(double factor) {
    return new DualPath(Ops.scale(wide, factor), Ops.scale(narrow, factor));
  }
}
