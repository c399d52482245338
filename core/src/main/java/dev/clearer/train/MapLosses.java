package dev.clearer.train;

import dev.clearer.image.MapKind;
import dev.clearer.model.PixelMaps;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The losses of estimated maps. */
final class MapLosses {
  private MapLosses() {}

  /**
   * Adds a term for every map with a weight.
   *
   * @param suffix suffix of the terms' names
   */
  static void add(
      List<LossTerm> terms,
      Map<MapKind, Double> weights,
      String suffix,
      PixelMaps estimate,
      PixelMaps truth) {
    weights.forEach(
        (kind, weight) -> {
          String name = kind.label() + suffix;
          terms.add(
              kind == MapKind.CLASSES
                  ? LossTerm.ofClasses(
                      name, weight, estimate.plane(kind), truth.plane(kind).squeeze(1))
                  : new LossTerm(name, weight, ofQuantity(kind, estimate, truth)));
        });
  }

  private static Tensor ofQuantity(MapKind kind, PixelMaps estimate, PixelMaps truth) {
    Tensor plane = estimate.plane(kind);
    if (kind == MapKind.UNCERTAINTY) {
      Tensor blur = estimate.plane(MapKind.BLUR);
      return Losses.laplace(plane, blur, at(truth, MapKind.BLUR, blur));
    }
    Tensor known = at(truth, kind, plane);
    return kind == MapKind.NOISE ? Losses.l1OfKnown(plane, known) : Losses.l1(plane, known);
  }

  private static Tensor at(PixelMaps truth, MapKind kind, Tensor like) {
    return truth.quantity(kind, like.size(2), like.size(3));
  }
}
