package dev.clearer.train;

/** What a restorer is told in training. */
public enum Told {
  /** The true maps; there need be no estimator. */
  TRUTH,
  /** What the estimator says. */
  ESTIMATED,
  /**
   * What the estimator says, but of half of the samples the true quantities: it must believe a map,
   * and live with a wrong one.
   */
  HALF
}
