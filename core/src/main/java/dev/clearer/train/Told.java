package dev.clearer.train;

/** The maps that a restorer gets in training. */
public enum Told {
  /** The true maps; no estimator is needed. */
  TRUTH,
  /** The estimated maps. */
  ESTIMATED,
  /**
   * The true quantities for half of the samples and the estimated ones for the rest, so that it
   * learns both to use a map and to tolerate errors in it.
   */
  HALF
}
