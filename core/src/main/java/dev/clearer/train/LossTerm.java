package dev.clearer.train;

import org.bytedeco.pytorch.Tensor;

/**
 * One of the things that a stage makes small.
 *
 * @param name as logs call it
 * @param weight in the sum of all terms
 * @param value a scalar tensor, unweighted
 * @param labelled whether it is a mean over the labelled pixels alone
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
