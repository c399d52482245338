package dev.clearer.image;

import java.util.Locale;

/**
 * The kinds of maps that a model can make of a picture. All that is particular to a kind is in its
 * line here: the command line, the server, the page, reports and evaluation loop over this list.
 */
public enum MapKind {
  /** Sigma of the Gaussian blur, in pixels of the result; 0 where it is sharp. */
  BLUR("blur", Encoding.tenths(), Unit.PIXELS),
  /** Index of the semantic class. */
  CLASSES("semantics", Encoding.indices(), Unit.CLASS),
  /** Expected absolute error of the estimated blur, in pixels of the result. */
  UNCERTAINTY("uncertainty", Encoding.hundredths(), Unit.PIXELS),
  /** Standard deviation of the input's noise, in levels of 0 to 255. */
  NOISE("noise", Encoding.hundredths(), Unit.LEVELS);

  /**
   * How a map is stored as a grey PNG: round(steps * value), capped.
   *
   * @param bits of a pixel, 8 or 16
   * @param steps of the file for 1 unit of the map
   */
  public record Encoding(int bits, int steps) {
    private static Encoding tenths() {
      return new Encoding(16, 10);
    }

    private static Encoding hundredths() {
      return new Encoding(16, 100);
    }

    private static Encoding indices() {
      return new Encoding(8, 1);
    }
  }

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
  private final Encoding encoding;
  private final Unit unit;

  MapKind(String suffix, Encoding encoding, Unit unit) {
    this.suffix = suffix;
    this.encoding = encoding;
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

  /** How its files hold it. */
  public Encoding encoding() {
    return encoding;
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
