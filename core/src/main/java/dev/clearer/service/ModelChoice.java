package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.model.Model;
import dev.clearer.net.Models;
import org.jspecify.annotations.Nullable;

/**
 * The model that a user chose.
 *
 * @param estimator name or file of the network that estimates the maps
 * @param restorer name or file of the network that restores; may be the same
 */
public record ModelChoice(String estimator, String restorer) {
  /** The model that is used if none is chosen. */
  public static final String DEFAULT = Models.DEFAULT;

  /** The name of the default model for {@code scale}. */
  public static String defaultFor(int scale) {
    return scale == 1 ? Models.DEFAULT_SAME_SIZE : Models.DEFAULT;
  }

  /** The estimator and the restorer of {@code model}. */
  public static ModelChoice of(String model) {
    return new ModelChoice(model, model);
  }

  /**
   * Combines the options of a user.
   *
   * @param fallback estimator and restorer if {@code model} is null
   * @param model estimator and restorer; null for {@code fallback}
   * @param estimator replaces that of the model; may be null
   * @param restorer replaces that of the model; may be null
   * @throws InputException if all three are given
   */
  public static ModelChoice of(
      String fallback,
      @Nullable String model,
      @Nullable String estimator,
      @Nullable String restorer) {
    if (model != null && estimator != null && restorer != null) {
      throw new InputException(
          "--estimator and --restorer together replace --model. Remove one of the three.");
    }
    String both = model == null ? fallback : model;
    return new ModelChoice(
        estimator == null ? both : estimator, restorer == null ? both : restorer);
  }

  /**
   * Loads the model; call it outside any scope.
   *
   * @throws InputException if a name or file is unknown, or the estimator and the restorer do not
   *     fit
   */
  Model open() {
    return Models.open(estimator, restorer);
  }

  /** The name in tables: {@code X}, or {@code X + Y} for two networks. */
  @Override
  public String toString() {
    return estimator.equals(restorer) ? estimator : estimator + " + " + restorer;
  }
}
