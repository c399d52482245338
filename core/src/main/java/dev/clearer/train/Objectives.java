package dev.clearer.train;

import dev.clearer.image.LabelMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Loss functions that libtorch has no safe form of. */
final class Objectives {
  private static final long SUM = 2;

  private Objectives() {}

  /**
   * Mean cross entropy over the pixels that have a class; 0 where none has (libtorch's mean would
   * be not a number).
   *
   * @param scores (N, K, H, W)
   * @param labels int64 (N, H, W); whatever is not in [0, K) has no class
   */
  static Tensor crossEntropy(Tensor scores, Tensor labels) {
    Tensor unknown = labels.ge(new Scalar(scores.size(1)));
    Tensor target = labels.masked_fill(unknown, new Scalar(LabelMap.IGNORE));
    Tensor sum =
        torch.cross_entropy_loss(scores, target, new TensorOptional(), SUM, LabelMap.IGNORE, 0.0);
    Tensor known = unknown.logical_not().sum().clamp_min(new Scalar(1));
    return sum.div(known);
  }
}
