package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.NumberFiles;
import dev.clearer.image.NumberMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the numbers in depth files mean.
 *
 * @param kind the quantity in the files
 * @param millimetres for {@link Kind#DEPTH}, millimetres per unit of the file; for the others, the
 *     depth of the value 1; empty if only relative depth is known
 */
public record DepthEncoding(Kind kind, OptionalDouble millimetres) {
  /** Relative depth is scaled to the range of random depth, in millimetres. */
  private static final double NEAREST = 500;

  private static final double FARTHEST = 6000;

  /** If no depth exceeds this, in millimetres, the unit must be wrong. */
  private static final double LEAST_EXTENT = 100;

  /** The quantity that a file holds. */
  public enum Kind {
    /** Distance from the camera. */
    DEPTH,
    /** Shift in pixels between two cameras: baseline times focal length divided by depth. */
    DISPARITY,
    /** 1 / depth, as estimated by networks. */
    INVERSE;

    /**
     * The kind with this name.
     *
     * @throws InputException if there is none
     */
    public static Kind named(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "depth" -> DEPTH;
        case "disparity" -> DISPARITY;
        case "inverse" -> INVERSE;
        default ->
            throw new InputException(
                "--depth-kind must be depth, disparity or inverse, not " + name + ".");
      };
    }
  }

  /** 16-bit files in millimetres. */
  public static final DepthEncoding MILLIMETRES =
      new DepthEncoding(Kind.DEPTH, OptionalDouble.of(1));

  /** Checks the unit. */
  public DepthEncoding {
    if (kind == Kind.DEPTH && millimetres.isEmpty()) {
      throw new InputException(
          "--depth-unit relative needs --depth-kind disparity or inverse: give another unit.");
    }
  }

  /**
   * The encoding from command-line options.
   *
   * @param kind {@code depth}, {@code disparity} or {@code inverse}
   * @param unit {@code mm}, {@code cm}, {@code m}, a number of millimetres, {@code relative}, or
   *     empty for the default: millimetres for depth, relative for the others
   * @throws InputException if an option has another value
   */
  public static DepthEncoding of(String kind, String unit) {
    Kind known = Kind.named(kind);
    if (unit.isEmpty()) {
      return known == Kind.DEPTH ? MILLIMETRES : new DepthEncoding(known, OptionalDouble.empty());
    } else if (unit.equals("relative")) {
      return new DepthEncoding(known, OptionalDouble.empty());
    }
    return new DepthEncoding(known, OptionalDouble.of(millimetres(known, unit)));
  }

  private static double millimetres(Kind kind, String unit) {
    if (kind == Kind.DISPARITY && unit.matches("[a-z]+")) {
      throw new InputException(
          "--depth-unit of disparity must be relative or a number (baseline in mm times focal"
              + " length in pixels), not %s.".formatted(unit));
    }
    return switch (unit) {
      case "mm" -> 1;
      case "cm" -> 10;
      case "m" -> 1000;
      default -> number(unit);
    };
  }

  private static double number(String unit) {
    try {
      double number = Double.parseDouble(unit);
      if (number > 0 && number < 1e12) {
        return number;
      }
      throw new InputException("--depth-unit must be over 0, not " + unit + ".");
    } catch (NumberFormatException e) {
      throw new InputException(
          "--depth-unit must be mm, cm, m, relative or a number, not " + unit + ".", e);
    }
  }

  /** The unit in a set's manifest. */
  String unit() {
    return millimetres.isPresent() ? String.valueOf(millimetres.getAsDouble()) : "relative";
  }

  /**
   * Reads a depth file.
   *
   * @return depth in millimetres; 0 where it is unknown: where the file has NaN, infinite or,
   *     except for relative inverse depth, no positive values
   * @throws InputException if it cannot be read, or its values do not fit the unit
   */
  DepthMap read(Path file) {
    NumberMap map = NumberFiles.read(file, List.of("depth", kind.name().toLowerCase(Locale.ROOT)));
    float[] depth = new float[map.values().length];
    Range range = Range.of(map, isAffine());
    requirePlausible(map, range, file);
    for (int i = 0; i < depth.length; i++) {
      float value = map.values()[i];
      depth[i] = range.has(value) ? (float) depth(value, range) : 0;
    }
    return new DepthMap(map.width(), map.height(), depth);
  }

  /** Whether both scale and offset of the values are unknown. */
  private boolean isAffine() {
    return kind == Kind.INVERSE && millimetres.isEmpty();
  }

  private double depth(double value, Range range) {
    if (kind == Kind.DEPTH) {
      return value * millimetres.orElseThrow();
    } else if (millimetres.isPresent()) {
      return millimetres.getAsDouble() / value;
    } else if (kind == Kind.DISPARITY) {
      return NEAREST * range.largest / value;
    }
    double near = (value - range.smallest) / Math.max(range.largest - range.smallest, 1e-30);
    return 1 / (near / NEAREST + (1 - near) / FARTHEST);
  }

  private void requirePlausible(NumberMap map, Range range, Path file) {
    if (kind != Kind.DEPTH || millimetres.orElseThrow() > 1) {
      return;
    }
    if (map.bits() > 0 && map.bits() < 16) {
      throw new InputException(
          "%s has %d bits a pixel: depth needs 16 bits, or a --depth-unit over 1 mm."
              .formatted(file, map.bits()));
    } else if (map.bits() > 0 && range.largest > 0 && range.largest < 256) {
      throw new InputException(
          file + " seems to have 8 bits (no value over 255): depth needs 16 bits.");
    } else if (range.largest > 0 && range.largest * millimetres.orElseThrow() < LEAST_EXTENT) {
      throw new InputException(
          "%s has no depth over %.3g mm: give the unit of its values with --depth-unit, such as m."
              .formatted(file, range.largest * millimetres.orElseThrow()));
    }
  }

  /** The smallest and largest value that is a depth. */
  private record Range(float smallest, float largest, boolean signed) {
    static Range of(NumberMap map, boolean signed) {
      float smallest = Float.POSITIVE_INFINITY;
      float largest = Float.NEGATIVE_INFINITY;
      for (float value : map.values()) {
        if (Float.isFinite(value) && (signed || value > 0)) {
          smallest = Math.min(smallest, value);
          largest = Math.max(largest, value);
        }
      }
      return new Range(smallest, largest, signed);
    }

    boolean has(float value) {
      return Float.isFinite(value) && (signed || value > 0);
    }
  }
}
