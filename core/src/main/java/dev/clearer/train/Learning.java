package dev.clearer.train;

/** Which half of a model learns; the other stays as its initial weights have it. */
public enum Learning {
  /** Estimator and restorer, together. */
  BOTH,
  /** The estimator alone, from true maps; nothing is restored. */
  ESTIMATOR,
  /** The restorer alone, beside a frozen estimator or told the truth. */
  RESTORER
}
