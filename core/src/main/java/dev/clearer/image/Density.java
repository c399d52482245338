package dev.clearer.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How many pixels lie on a unit of length in print.
 *
 * @param x pixels across, over 0
 * @param y pixels down, over 0
 * @param unit of length; {@link Unit#NONE} if only the ratio of the two is known
 */
public record Density(double x, double y, Unit unit) {
  private static final double METRE_IN_INCHES = 1 / 0.0254;
  private static final double MOST = 1e6;

  /** Units of length. */
  public enum Unit {
    /** None: x and y tell only how oblong a pixel is. */
    NONE(1),
    /** 25.4 mm. */
    INCH(1),
    /** 10 mm. */
    CENTIMETRE(2.54),
    /** 1000 mm. */
    METRE(1 / METRE_IN_INCHES);

    /** Times a density per this unit is one per inch. */
    private final double perInch;

    Unit(double perInch) {
      this.perInch = perInch;
    }
  }

  /** A density of a file; null if it says nothing: no positive numbers, or square pixels alone. */
  static @Nullable Density of(double x, double y, Unit unit) {
    boolean sound = x > 0 && y > 0 && x <= MOST && y <= MOST;
    return !sound || (unit == Unit.NONE && x == y) ? null : new Density(x, y, unit);
  }

  /** The same of a picture that was turned by a quarter. */
  Density turned() {
    return new Density(y, x, unit);
  }

  /** In another unit; where there was none, still in none. */
  Density in(Unit other) {
    if (unit == other || unit == Unit.NONE) {
      return this;
    }
    double factor = unit.perInch / other.perInch;
    return new Density(whole(x * factor), whole(y * factor), other);
  }

  /** What a metre's whole pixels made of a whole number per inch becomes that number again. */
  private static double whole(double value) {
    double nearest = Math.rint(value);
    return Math.abs(value - nearest) < 0.02 && nearest > 0 ? nearest : value;
  }

  /** Per inch or per centimetre: what has whole numbers, and else the inch. */
  Density printed() {
    if (unit != Unit.METRE) {
      return this;
    }
    Density inches = in(Unit.INCH);
    Density centimetres = in(Unit.CENTIMETRE);
    return !inches.isWhole() && centimetres.isWhole() ? centimetres : inches;
  }

  private boolean isWhole() {
    return x == Math.rint(x) && y == Math.rint(y);
  }

  /** The unit and both numbers of a JFIF header, as its 5 bytes. */
  byte[] jfif() {
    Density printed = printed();
    int code = printed.unit == Unit.INCH ? 1 : printed.unit == Unit.CENTIMETRE ? 2 : 0;
    double scale = code == 0 ? Math.min(1, 65535 / Math.max(x, y)) : 1;
    return ByteBuffer.allocate(5)
        .put((byte) code)
        .putShort(rounded(scale * printed.x))
        .putShort(rounded(scale * printed.y))
        .array();
  }

  private static short rounded(double value) {
    return (short) Math.min(65535, Math.max(1, Math.round(value)));
  }

  /** What the 5 bytes of a JFIF header say. */
  static @Nullable Density ofJfif(byte[] file, int at) {
    Unit unit =
        switch (file[at]) {
          case 1 -> Unit.INCH;
          case 2 -> Unit.CENTIMETRE;
          default -> Unit.NONE;
        };
    ByteBuffer numbers = ByteBuffer.wrap(file, at + 1, 4);
    return of(numbers.getShort() & 0xffff, numbers.getShort() & 0xffff, unit);
  }

  /** A PNG's chunk. */
  PngChunk physical() {
    boolean known = unit != Unit.NONE;
    double factor = known ? unit.perInch * METRE_IN_INCHES : 1;
    ByteBuffer content = ByteBuffer.allocate(9);
    content.putInt((int) Math.max(1, Math.round(factor * x)));
    content.putInt((int) Math.max(1, Math.round(factor * y)));
    return new PngChunk("pHYs", content.put((byte) (known ? 1 : 0)).array());
  }

  /** What a PNG's chunk says. */
  static @Nullable Density ofPhysical(byte[] content) {
    if (content.length < 9) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(content);
    long x = in.getInt() & 0xffffffffL;
    long y = in.getInt() & 0xffffffffL;
    return of((double) x, (double) y, content[8] == 1 ? Unit.METRE : Unit.NONE);
  }
}
