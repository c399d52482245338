package dev.clearer.service;

/**
 * A model and its name in tables.
 *
 * @param name in tables
 * @param choice estimator and restorer
 */
public record NamedModel(String name, ModelChoice choice) {
  /** A model with its default name. */
  public static NamedModel of(ModelChoice choice) {
    return new NamedModel(choice.toString(), choice);
  }

  /** The model that {@code source} names. */
  public static NamedModel of(NamedSource source) {
    return new NamedModel(source.name(), ModelChoice.of(source.source()));
  }
}
