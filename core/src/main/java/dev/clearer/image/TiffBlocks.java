package dev.clearer.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Adds entries to a TIFF directory in the making; large values lie before it, one by one. */
final class TiffBlocks {
  private static final int SHORT = 3;
  private static final int RATIONAL = 5;

  private final ByteOrder order;
  private final SortedMap<Integer, byte[]> entries;
  private final List<byte[]> contents = new ArrayList<>();
  private final int start;
  private int end;

  /**
   * No values yet.
   *
   * @param start where the first one goes, an even place
   * @param entries gets the entries, each by its tag
   */
  TiffBlocks(ByteOrder order, int start, SortedMap<Integer, byte[]> entries) {
    this.order = order;
    this.entries = entries;
    this.start = start;
    end = start;
  }

  /** The place or the next one: TIFF 6.0 wants even ones. */
  static int even(int position) {
    return position + (position & 1);
  }

  /** Adds bytes. */
  void add(int tag, int type, byte @Nullable [] content) {
    if (content != null && content.length > 0) {
      add(tag, type, content.length, content);
    }
  }

  private void add(int tag, int type, int count, byte[] content) {
    ByteBuffer entry = ByteBuffer.allocate(12).order(order);
    entry.putShort((short) tag).putShort((short) type).putInt(count);
    if (content.length <= 4) {
      entries.put(tag, entry.put(content).array());
      return;
    }
    entries.put(tag, entry.putInt(end).array());
    contents.add(content);
    end = even(end + content.length);
  }

  /** Adds the three entries that tell a density. */
  void add(Density density) {
    Density printed = density.printed();
    add(Exif.X_RESOLUTION, RATIONAL, 1, rational(printed.x()));
    add(Exif.Y_RESOLUTION, RATIONAL, 1, rational(printed.y()));
    Density.Unit unit = printed.unit();
    int code = unit == Density.Unit.INCH ? 2 : unit == Density.Unit.CENTIMETRE ? 3 : 1;
    ByteBuffer number = ByteBuffer.allocate(4).order(order).putShort((short) code);
    add(Exif.RESOLUTION_UNIT, SHORT, 1, number.array());
  }

  private byte[] rational(double value) {
    int below = value == Math.rint(value) ? 1 : value < 100_000 ? 10_000 : 100;
    ByteBuffer out = ByteBuffer.allocate(8).order(order);
    return out.putInt((int) Math.round(value * below)).putInt(below).array();
  }

  /** Whether there are no large values. */
  boolean isEmpty() {
    return contents.isEmpty();
  }

  /** Where the last value ends. */
  int end() {
    return end;
  }

  /** Puts the large values in their places. */
  void copyTo(ByteBuffer out) {
    int at = start;
    for (byte[] content : contents) {
      out.put(at, content);
      at = even(at + content.length);
    }
  }
}
