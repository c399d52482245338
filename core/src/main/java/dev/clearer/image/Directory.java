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
  private static final int SHORT = 3;

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
    return entry < 0 ? null : at(bytes, bytes.getInt(entry + 8));
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

  /** The one number of an entry, or {@code otherwise} if {@code entry} is -1. */
  int unsigned(int entry, int otherwise) {
    if (entry < 0) {
      return otherwise;
    }
    boolean isShort = bytes.getShort(entry + 2) == SHORT;
    return isShort ? bytes.getShort(entry + 8) & 0xffff : bytes.getInt(entry + 8);
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

  /** Ends the chain of directories with this one. */
  void cutOff() {
    bytes.putInt(start + 2 + 12 * entries, 0);
  }
}
