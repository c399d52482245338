package dev.clearer.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One directory (IFD) of a TIFF structure, which lies wholly inside its bytes.
 *
 * @param bytes the whole structure in its byte order
 * @param start where the directory begins
 * @param entries its number of entries, 12 bytes each
 */
record Directory(ByteBuffer bytes, int start, int entries) {
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int UNDEFINED = 7;
  private static final int IFD = 13;

  /** Bytes of one value of each type, by its number (TIFF 6.0, and 13 for directories). */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  /** The first directory; null if this is no TIFF structure. */
  static @Nullable Directory first(byte[] structure) {
    if (structure.length < 8) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(structure);
    if (structure[0] == 'I' && structure[1] == 'I') {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
    } else if (structure[0] != 'M' || structure[1] != 'M') {
      return null;
    }
    return bytes.getShort(2) == 42 ? at(bytes, bytes.getInt(4)) : null;
  }

  private static @Nullable Directory at(ByteBuffer bytes, int start) {
    if (start < 8 || start > bytes.capacity() - 6) {
      return null;
    }
    int entries = bytes.getShort(start) & 0xffff;
    return start + 6L + 12L * entries > bytes.capacity()
        ? null
        : new Directory(bytes, start, entries);
  }

  /** The directory that an entry of this one points at; null if there is none. */
  @Nullable Directory child(int tag) {
    int entry = find(tag);
    return entry < 0 ? null : childOf(entry);
  }

  /** The directory that the entry that begins there points at; null if there is none. */
  @Nullable Directory childOf(int entry) {
    return at(bytes, bytes.getInt(entry + 8));
  }

  /** Where entry {@code index} begins. */
  int entry(int index) {
    return start + 2 + 12 * index;
  }

  /** The tag of the entry that begins there. */
  int tag(int entry) {
    return bytes.getShort(entry) & 0xffff;
  }

  /** Where the entry of a tag begins; -1 if there is none. */
  int find(int tag) {
    for (int i = 0; i < entries; i++) {
      if (tag(entry(i)) == tag) {
        return entry(i);
      }
    }
    return -1;
  }

  /** How many bytes the value of an entry has; 0 if it is of no known type. */
  long size(int entry) {
    int type = bytes.getShort(entry + 2) & 0xffff;
    long count = bytes.getInt(entry + 4) & 0xffffffffL;
    return type < SIZES.length ? SIZES[type] * count : 0;
  }

  /** Whether the value of an entry lies within the structure. */
  boolean isWhole(int entry) {
    long size = size(entry);
    long end = size > 4 ? (bytes.getInt(entry + 8) & 0xffffffffL) + size : entry + 12;
    return size > 0 && end <= bytes.capacity();
  }

  /** The bytes of the value of an entry that is whole. */
  byte[] value(int entry) {
    int size = (int) size(entry);
    int from = size > 4 ? bytes.getInt(entry + 8) : entry + 8;
    return part(from, size);
  }

  private byte[] part(int from, int length) {
    byte[] part = new byte[length];
    bytes.get(from, part);
    return part;
  }

  /** The 12 bytes of an entry as they are. */
  byte[] copy(int entry) {
    return part(entry, 12);
  }

  /** The one number of an entry, or {@code otherwise} if {@code entry} is -1. */
  int unsigned(int entry, int otherwise) {
    if (entry < 0) {
      return otherwise;
    }
    boolean isShort = bytes.getShort(entry + 2) == SHORT;
    return isShort ? bytes.getShort(entry + 8) & 0xffff : bytes.getInt(entry + 8);
  }

  /**
   * The unsigned integers of a tag: bytes, shorts or longs.
   *
   * @return null if the tag is missing, of another type, empty or not whole
   */
  long @Nullable [] numbers(int tag) {
    int entry = find(tag);
    int type = entry < 0 ? 0 : bytes.getShort(entry + 2) & 0xffff;
    if ((type != BYTE && type != SHORT && type != LONG && type != UNDEFINED && type != IFD)
        || !isWhole(entry)) {
      return null;
    }
    int each = SIZES[type];
    int from = size(entry) > 4 ? bytes.getInt(entry + 8) : entry + 8;
    long[] values = new long[(int) (size(entry) / each)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (each) {
            case 1 -> bytes.get(from + i) & 0xff;
            case 2 -> bytes.getShort(from + 2 * i) & 0xffff;
            default -> bytes.getInt(from + 4 * i) & 0xffffffffL;
          };
    }
    return values;
  }

  /** The first number of a tag; {@code otherwise} if there is none. */
  long number(int tag, long otherwise) {
    long[] values = numbers(tag);
    return values == null ? otherwise : values[0];
  }

  /** The one rational of a tag; NaN if there is none. */
  double rational(int tag) {
    int entry = find(tag);
    if (entry < 0 || bytes.getShort(entry + 2) != RATIONAL || !isWhole(entry)) {
      return Double.NaN;
    }
    int at = bytes.getInt(entry + 8);
    return (bytes.getInt(at) & 0xffffffffL) / (double) (bytes.getInt(at + 4) & 0xffffffffL);
  }

  /** The directory at another place of the same structure; null if there is none. */
  @Nullable Directory elsewhere(int place) {
    return at(bytes, place);
  }

  /** The directory after this one; null if this is the last. */
  @Nullable Directory next() {
    return at(bytes, bytes.getInt(start + 2 + 12 * entries));
  }

  /** Replaces the one number of the entry of a tag, if it is there. */
  void set(int tag, int value) {
    int entry = find(tag);
    if (entry >= 0 && bytes.getShort(entry + 2) == SHORT) {
      bytes.putShort(entry + 8, (short) value);
    } else if (entry >= 0) {
      bytes.putInt(entry + 8, value);
    }
  }

  /** Exchanges the values of the entries of two tags of one type, if both are there. */
  void swap(int one, int other) {
    int first = find(one);
    int second = find(other);
    if (first >= 0 && second >= 0) {
      int value = bytes.getInt(first + 8);
      bytes.putInt(first + 8, bytes.getInt(second + 8));
      bytes.putInt(second + 8, value);
    }
  }

  /** Ends the chain of directories with this one. */
  void cutOff() {
    bytes.putInt(start + 2 + 12 * entries, 0);
  }
}
