package dev.clearer.train;

import dev.clearer.image.MapKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a stage learns from. Weights multiply: of quantities the mean absolute error in their unit,
 * of classes the mean cross entropy, of uncertainty the negative log likelihood of the blur's error
 * as Laplace's distribution has it.
 *
 * @param picture between restored and sharp picture, of weight 1
 * @param maps weights of the estimated maps; those that are left out are not learnt
 * @param auxiliary weights of the estimates that an estimator makes for training only
 */
public record LossSettings(
    PictureLoss picture, Map<MapKind, Double> maps, Map<MapKind, Double> auxiliary) {
  /** Keeps the order of kinds. */
  public LossSettings {
    maps = ordered(maps);
    auxiliary = ordered(auxiliary);
    if (maps.containsKey(MapKind.UNCERTAINTY) && !maps.containsKey(MapKind.BLUR)) {
      throw new IllegalArgumentException("UNCERTAINTY is that of the blur: give BLUR a weight too");
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
