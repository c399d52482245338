package dev.clearer.model;

import dev.clearer.image.MapKind;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one half of a model says about itself: what decides which halves fit each other.
 *
 * @param name of the network, for messages
 * @param scales enlargements that it works at
 * @param maps what an estimator gives, what a restorer reads
 * @param classes semantic classes that an estimator tells apart, or that a restorer was made for; 0
 *     for none, and for a restorer that takes any number
 */
public record Facts(String name, Set<Integer> scales, Set<MapKind> maps, int classes) {
  /** The largest enlargement that is offered, whatever a network can do. */
  public static final int LARGEST_SCALE = 4;

  /** Checks the ranges. */
  public Facts {
    scales = Set.copyOf(scales);
    maps = Set.copyOf(maps);
    if (scales.isEmpty() || classes < 0) {
      throw new IllegalArgumentException("facts that cannot be of " + name);
    }
  }

  /** The scales in words: {@code x2 and x4}. */
  String scalesInWords() {
    return Words.list(new TreeSet<>(scales).stream().map(scale -> "x" + scale).toList());
  }

  /** The maps in words: {@code blur and classes}. */
  String mapsInWords() {
    return Words.list(new TreeSet<>(maps).stream().map(MapKind::label).toList());
  }
}
