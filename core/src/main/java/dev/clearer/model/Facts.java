package dev.clearer.model;

import dev.clearer.image.MapKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one half of a model says about itself: what decides which halves fit each other.
 *
 * @param name of the network, for messages
 * @param scales enlargements that it works at
 * @param maps what an estimator gives, what a restorer needs
 * @param optional what a restorer also reads where it is known
 * @param blur in what form an estimator gives the blur, or a restorer reads it
 * @param classes semantic classes that an estimator tells apart, or that a restorer was made for; 0
 *     for none, and for a restorer that takes any number
 */
public record Facts(
    String name,
    Set<Integer> scales,
    Set<MapKind> maps,
    Set<MapKind> optional,
    BlurForm blur,
    int classes) {
  /** The largest enlargement that is offered, whatever a network supports. */
  public static final int LARGEST_SCALE = 4;

  /** Checks the ranges. */
  public Facts {
    scales = Set.copyOf(scales);
    maps = Set.copyOf(maps);
    optional = Set.copyOf(optional);
    if (scales.isEmpty() || classes < 0) {
      throw new IllegalArgumentException("facts that cannot be of " + name);
    }
  }

  /** Facts of a network that has to do with no kernels and needs all that it reads. */
  public Facts(String name, Set<Integer> scales, Set<MapKind> maps, int classes) {
    this(name, scales, maps, Set.of(), BlurForm.SIGMA, classes);
  }

  /** The same with another form of the blur. */
  public Facts withBlur(BlurForm form) {
    return new Facts(name, scales, maps, optional, form, classes);
  }

  /** Whether a restorer of these facts reads maps of {@code kind}. */
  public boolean reads(MapKind kind) {
    return maps.contains(kind) || optional.contains(kind);
  }

  /** Which of the maps that an estimator {@code gives} a restorer of these facts reads. */
  Set<MapKind> read(Set<MapKind> gives) {
    Set<MapKind> read = EnumSet.noneOf(MapKind.class);
    read.addAll(optional);
    read.retainAll(gives);
    read.addAll(maps);
    return read;
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
