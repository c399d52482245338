package dev.clearer.model;

import dev.clearer.image.MapKind;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one half of a model says about itself.
 *
 * @param name of the network, for messages
 * @param scales enlargements that it works at
 * @param multiple sides of its input must be multiples of this
 * @param reach how far it looks
 * @param bytesPerPixel native memory that a low-resolution pixel costs at the peak
 * @param maps what an estimator gives, what a restorer reads
 * @param resolution of these maps
 * @param classes semantic classes that an estimator tells apart, or that a restorer was made for; 0
 *     for none, and for a restorer that takes any number
 */
public record Facts(
    String name,
    Set<Integer> scales,
    int multiple,
    Reach reach,
    int bytesPerPixel,
    Set<MapKind> maps,
    Resolution resolution,
    int classes) {
  /** The largest enlargement that is offered, whatever a network can do. */
  public static final int LARGEST_SCALE = 4;

  /** How many pixels maps have. */
  public enum Resolution {
    /** As many as the low-resolution picture. */
    INPUT,
    /** As many as the result. */
    RESULT;

    /** Pixels of a map per pixel of the low-resolution picture, either way. */
    public int factor(int scale) {
      return this == INPUT ? 1 : scale;
    }
  }

  /** Checks the ranges. */
  public Facts {
    scales = Set.copyOf(scales);
    maps = Set.copyOf(maps);
    if (scales.isEmpty() || multiple < 1 || bytesPerPixel < 1 || classes < 0) {
      throw new IllegalArgumentException("facts that cannot be of " + name);
    }
  }

  /** The scales in words: {@code x2 and x4}. */
  String scalesInWords() {
    return Words.list(new TreeSet<>(scales).stream().map(scale -> "x" + scale).toList());
  }

  /** The maps in words: {@code blur and semantics}. */
  String mapsInWords() {
    return Words.list(new TreeSet<>(maps).stream().map(MapKind::label).toList());
  }
}
