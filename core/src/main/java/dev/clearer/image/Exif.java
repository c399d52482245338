package dev.clearer.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * EXIF blocks (CIPA DC-008): changed in place only, so that maker notes, which hold offsets, stay
 * readable.
 */
final class Exif {
  static final int ORIENTATION = 0x112;
  static final int DETAILS = 0x8769;
  static final int PLACE = 0x8825;
  static final int INTEROPERABILITY = 0xa005;
  private static final int WIDTH = 0xa002;
  private static final int HEIGHT = 0xa003;

  /**
   * What the first directory of a TIFF file says of the picture, not of how the file is laid out or
   * its colours are meant: description, maker, model, orientation, software, date, artist, host,
   * copyright, rating, what Windows adds, and the directories within.
   */
  private static final Set<Integer> DESCRIPTIVE =
      Set.of(
          0x10e,
          0x10f,
          0x110,
          ORIENTATION,
          0x131,
          0x132,
          0x13b,
          0x13c,
          0x4746,
          0x4749,
          0x8298,
          DETAILS,
          PLACE,
          0x9c9b,
          0x9c9c,
          0x9c9d,
          0x9c9e,
          0x9c9f);

  static final int X_RESOLUTION = 0x11a;
  static final int Y_RESOLUTION = 0x11b;
  static final int RESOLUTION_UNIT = 0x128;
  private static final int NO_UNIT = 1;
  private static final int INCHES = 2;
  private static final int CENTIMETRES = 3;
  private static final Set<Integer> RESOLUTION =
      Set.of(X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT);

  private Exif() {}

  /** Which tags of a first directory belong to EXIF and not to the file that it lies in. */
  static IntPredicate descriptive(Directory first) {
    boolean measured = first.unsigned(first.find(RESOLUTION_UNIT), INCHES) != NO_UNIT;
    return tag -> DESCRIPTIVE.contains(tag) || (measured && RESOLUTION.contains(tag));
  }

  /** 1 (upright) to 8, as EXIF numbers them; 1 if the block says nothing sensible. */
  static int orientation(byte @Nullable [] exif) {
    Directory first = exif == null ? null : Directory.first(exif);
    int value = first == null ? 1 : first.unsigned(first.find(ORIENTATION), 1);
    return value >= 1 && value <= 8 ? value : 1;
  }

  /** How dense it says that the picture is; null if it does not. */
  static @Nullable Density density(byte @Nullable [] exif) {
    Directory first = exif == null ? null : Directory.first(exif);
    return first == null ? null : density(first);
  }

  /** How dense a directory says that its picture is; null if it does not. */
  static @Nullable Density density(Directory first) {
    Density.Unit unit =
        switch ((int) first.number(RESOLUTION_UNIT, INCHES)) {
          case INCHES -> Density.Unit.INCH;
          case CENTIMETRES -> Density.Unit.CENTIMETRE;
          default -> Density.Unit.NONE;
        };
    return Density.of(first.rational(X_RESOLUTION), first.rational(Y_RESOLUTION), unit);
  }

  /** A copy that says upright and has no thumbnail (it would lie on its side); null if broken. */
  static byte @Nullable [] upright(byte @Nullable [] exif) {
    byte[] copy = exif == null ? new byte[0] : exif.clone();
    Directory first = Directory.first(copy);
    if (first == null) {
      return null;
    }
    if (orientation(exif) > 4) {
      first.swap(X_RESOLUTION, Y_RESOLUTION);
    }
    first.set(ORIENTATION, 1);
    first.cutOff();
    return copy;
  }

  /** A copy that gives the picture another size. */
  static byte @Nullable [] sized(byte @Nullable [] exif, int width, int height) {
    byte[] copy = exif == null ? new byte[0] : exif.clone();
    Directory first = Directory.first(copy);
    if (first == null) {
      return null;
    }
    Directory details = first.child(DETAILS);
    if (details != null) {
      details.set(WIDTH, width);
      details.set(HEIGHT, height);
    }
    return copy;
  }

  /**
   * A block that tells a density, for files that can say it nowhere else: {@code exif} with a first
   * directory behind it that has the entries too, so that all else stays in its place.
   *
   * @return {@code exif} itself if it tells one or there is none to tell
   */
  static byte @Nullable [] dense(byte @Nullable [] exif, @Nullable Density density) {
    Directory first = exif == null ? null : Directory.first(exif);
    if (density == null || (first != null && density(first) != null)) {
      return exif;
    }
    byte[] before = first == null || exif == null ? new byte[] {'M', 'M', 0, 42, 0, 0, 0, 0} : exif;
    ByteOrder order = first == null ? ByteOrder.BIG_ENDIAN : first.bytes().order();
    SortedMap<Integer, byte[]> entries = new TreeMap<>();
    for (int i = 0; first != null && i < first.entries(); i++) {
      entries.put(first.tag(first.entry(i)), first.copy(first.entry(i)));
    }
    TiffBlocks blocks = new TiffBlocks(order, TiffBlocks.even(before.length), entries);
    blocks.add(density);
    ByteBuffer out = ByteBuffer.allocate(blocks.end() + 2 + 12 * entries.size() + 4);
    out.order(order).put(before);
    blocks.copyTo(out);
    out.position(blocks.end()).putShort((short) entries.size());
    entries.values().forEach(out::put);
    return out.putInt(4, blocks.end()).array();
  }
}
