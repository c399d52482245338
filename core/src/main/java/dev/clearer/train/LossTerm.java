package dev.clearer.train;

import org.bytedeco.pytorch.Tensor;

/**
 * One term of the loss.
 *
 * @param name name in logs
 * @param weight weight in the total loss
 * @param value a scalar tensor, unweighted
 * @param labelled whether it is a mean over labelled pixels only
 */
record LossTerm(String name, double weight, Tensor value, boolean labelled) {
  /** A mean over all pixels. */
  LossTerm(String name, double weight, Tensor value) {
    this(name, weight, value, false);
  }

  /** The {@link Losses#crossEntropy} of classes. */
  static LossTerm ofClasses(String name, double weight, Tensor scores, Tensor labels) {
    return new LossTerm(name, weight, Losses.crossEntropy(scores, labels), true);
  }
}
