package dev.clearer.image;

import java.util.Locale;

/**
 * The kinds of maps that a model can make of a picture. All that is particular to a kind is in its
 * line here: the command line, the server, the page, reports and evaluation loop over this list.
 */
public enum MapKind {
  /** Sigma of the Gaussian blur, in pixels of the result; 0 where it is sharp. */
  BLUR("blur", 16, 10, Unit.PIXELS),
  /** Index of the semantic class. */
  CLASSES("semantics", 8, 1, Unit.CLASS),
  /** Expected absolute error of the estimated blur, in pixels of the result. */
  UNCERTAINTY("uncertainty", 16, 100, Unit.PIXELS),
  /** Standard deviation of the input's noise, in levels of 0 to 255. */
  NOISE("noise", 16, 100, Unit.LEVELS);

  /** What the numbers of a map count. */
  public enum Unit {
    /** Pixels of the result: they grow with the enlargement. */
    PIXELS("px", 5),
    /** Levels of 0 to 255. */
    LEVELS("of 255", 25),
    /** Numbers that stand for names. */
    CLASS("", 0);

    private final String symbol;
    private final double range;

    Unit(String symbol, double range) {
      this.symbol = symbol;
      this.range = range;
    }

    /** As written after a number. */
    public String symbol() {
      return symbol;
    }

    /** A usual largest value, where colour scales end; 0 for classes. */
    public double range() {
      return range;
    }
  }

  private final String suffix;
  private final int bits;
  private final int steps;
  private final Unit unit;

  MapKind(String suffix, int bits, int steps, Unit unit) {
    this.suffix = suffix;
    this.bits = bits;
    this.steps = steps;
    this.unit = unit;
  }

  /** In tables, logs and messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The end of its files' names, before {@code .png}; the name over HTTP. */
  public String suffix() {
    return suffix;
  }

  /** Bits of a pixel of its grey PNG files, 8 or 16. */
  public int bits() {
    return bits;
  }

  /** Its files hold round(steps * value), capped. */
  public int steps() {
    return steps;
  }

  /** What it counts. */
  public Unit unit() {
    return unit;
  }

  /** Whether values can be averaged; else they are names, and resizing takes the nearest. */
  public boolean isQuantity() {
    return unit != Unit.CLASS;
  }

  /** What a value becomes when the result is {@code factor} times larger. */
  public float factor(float enlargement) {
    return unit == Unit.PIXELS ? enlargement : 1;
  }
}
