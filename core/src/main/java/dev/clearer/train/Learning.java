package dev.clearer.train;

/** The half of a model that is trained; the other keeps its initial weights. */
public enum Learning {
  /** Estimator and restorer together. */
  BOTH,
  /** The estimator alone, from true maps; no picture is restored. */
  ESTIMATOR,
  /** The restorer alone, with a frozen estimator or true maps. */
  RESTORER
}
