package dev.clearer.service;

/**
 * A model, and what tables call it.
 *
 * @param name in tables
 * @param choice of its halves
 */
public record NamedModel(String name, ModelChoice choice) {
  /** A model of two networks under its own name. */
  public static NamedModel of(ModelChoice choice) {
    return new NamedModel(choice.toString(), choice);
  }

  /** Both halves of what {@code source} names. */
  public static NamedModel of(NamedSource source) {
    return new NamedModel(source.name(), ModelChoice.of(source.source()));
  }
}
