package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.model.Model;
import dev.clearer.net.Models;
import org.jspecify.annotations.Nullable;

/**
 * The model that a user chose.
 *
 * @param estimator name or file of the network that estimates
 * @param restorer name or file of the network that restores, perhaps the same
 */
public record ModelChoice(String estimator, String restorer) {
  /** The model that is used where none is named. */
  public static final String DEFAULT = Models.DEFAULT;

  /** The name of the model that does {@code scale} best. */
  public static String usual(int scale) {
    return scale == 1 ? Models.DEFAULT_SAME_SIZE : Models.DEFAULT;
  }

  /** Both halves of {@code model}. */
  public static ModelChoice of(String model) {
    return new ModelChoice(model, model);
  }

  /**
   * What is meant by the names that were given.
   *
   * @param usual both halves if nothing else is given
   * @param model both halves; null for {@code usual}
   * @param estimator in place of the model's; null for the model's
   * @param restorer in place of the model's; null for the model's
   * @throws InputException if all three are given
   */
  public static ModelChoice of(
      String usual, @Nullable String model, @Nullable String estimator, @Nullable String restorer) {
    if (model != null && estimator != null && restorer != null) {
      throw new InputException(
          "--estimator and --restorer together are the whole model: leave --model out.");
    }
    String both = model == null ? usual : model;
    return new ModelChoice(
        estimator == null ? both : estimator, restorer == null ? both : restorer);
  }

  /**
   * Loads it; call it outside any scope.
   *
   * @throws InputException if a name or file is unknown, or the two halves do not fit
   */
  Model open() {
    return Models.open(estimator, restorer);
  }

  /** In tables: {@code X}, or {@code X + Y} of two networks. */
  @Override
  public String toString() {
    return estimator.equals(restorer) ? estimator : estimator + " + " + restorer;
  }
}
