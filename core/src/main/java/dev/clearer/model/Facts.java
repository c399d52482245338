package dev.clearer.model;

import dev.clearer.image.MapKind;
import java.util.Set;
import java.util.TreeSet;

/**
 * Facts about one half of a model that decide which halves fit together.
 *
 * @param name the network's name, for messages
 * @param scales enlargements that it supports
 * @param maps what an estimator gives, or what a restorer reads
 * @param classes number of semantic classes that an estimator distinguishes or a restorer was
 *     trained with; 0 for none, and for a restorer that accepts any number
 */
public record Facts(String name, Set<Integer> scales, Set<MapKind> maps, int classes) {
  /** The largest enlargement that is offered, whatever a network supports. */
  public static final int LARGEST_SCALE = 4;

  /** Checks the ranges. */
  public Facts {
    scales = Set.copyOf(scales);
    maps = Set.copyOf(maps);
    if (scales.isEmpty() || classes < 0) {
      throw new IllegalArgumentException("facts that cannot be of " + name);
    }
  }

  /** The scales in words, such as {@code x2 and x4}. */
  String scalesInWords() {
    return Words.list(new TreeSet<>(scales).stream().map(scale -> "x" + scale).toList());
  }

  /** The maps in words, such as {@code blur and classes}. */
  String mapsInWords() {
    return Words.list(new TreeSet<>(maps).stream().map(MapKind::label).toList());
  }
}
