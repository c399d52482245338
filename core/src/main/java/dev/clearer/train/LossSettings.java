package dev.clearer.train;

import dev.clearer.image.MapKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The losses of a stage. For quantities it is the mean absolute error in their unit, for classes
 * the mean cross entropy, for uncertainty the negative log likelihood of the blur's error under a
 * Laplace distribution.
 *
 * @param picture loss between restored and sharp picture, with weight 1
 * @param maps weights of the estimated maps; omitted maps are not trained
 * @param auxiliary weights of an estimator's auxiliary estimates, which are used in training only
 */
public record LossSettings(
    PictureLoss picture, Map<MapKind, Double> maps, Map<MapKind, Double> auxiliary) {
  /** Keeps the order of kinds. */
  public LossSettings {
    maps = ordered(maps);
    auxiliary = ordered(auxiliary);
    if (maps.containsKey(MapKind.UNCERTAINTY) && !maps.containsKey(MapKind.BLUR)) {
      throw new IllegalArgumentException("UNCERTAINTY is about the blur: give BLUR a weight too");
    }
  }

  private static Map<MapKind, Double> ordered(Map<MapKind, Double> weights) {
    Map<MapKind, Double> ordered = new EnumMap<>(MapKind.class);
    weights.forEach(
        (kind, weight) -> {
          if (!(weight >= 0)) {
            throw new IllegalArgumentException("the weight of " + kind + " must not be negative");
          }
          ordered.put(kind, weight);
        });
    return Collections.unmodifiableMap(ordered);
  }
}
