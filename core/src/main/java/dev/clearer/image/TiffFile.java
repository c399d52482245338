package dev.clearer.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The first directory of a TIFF file (TIFF 6.0): what is carried along, and where it goes. */
final class TiffFile {
  private static final int STRIP_OFFSETS = 273;
  private static final int ICC_PROFILE = 34675;
  private static final int UNDEFINED = 7;

  private TiffFile() {}

  /** The decoder keeps all: its reader never applies a profile. */
  static Container open(byte[] file) {
    Directory first = Directory.first(file);
    return first == null
        ? new Container(file, null, null, false)
        : new Container(file, profile(first), ExifBlock.of(first), false);
  }

  private static byte @Nullable [] profile(Directory first) {
    int entry = first.find(ICC_PROFILE);
    return entry >= 0 && first.isWhole(entry) ? first.value(entry) : null;
  }

  /** The byte order that a file must have to take {@code metadata} in. */
  static ByteOrder order(Metadata metadata) {
    byte[] exif = metadata.exif();
    return exif != null && exif.length > 0 && exif[0] == 'I'
        ? ByteOrder.LITTLE_ENDIAN
        : ByteOrder.BIG_ENDIAN;
  }

  /**
   * A file of the same picture that begins with the EXIF block, so that all its offsets hold, maker
   * notes included; then comes {@code tiff}, then the profile, then one directory of it all.
   *
   * @param tiff of the block's byte order, with one directory, as Java's writer makes it
   */
  static byte[] with(Metadata metadata, byte[] tiff) {
    byte[] icc = metadata.iccProfile() == null ? new byte[0] : metadata.iccProfile();
    byte[] exif = metadata.exif() == null ? new byte[0] : metadata.exif();
    Directory told = Directory.first(exif);
    Directory image = Directory.first(tiff);
    if (image == null || (icc.length == 0 && told == null)) {
      return tiff;
    }
    int imageAt = told == null ? 0 : even(exif.length);
    int iccAt = even(imageAt + tiff.length);
    int directoryAt = even(iccAt + icc.length);
    SortedMap<Integer, byte[]> entries = moved(image, imageAt);
    if (told != null) {
      addDescriptive(told, entries);
    }
    if (icc.length > 0) {
      entries.put(ICC_PROFILE, profileEntry(image.bytes().order(), icc.length, iccAt));
    }
    ByteBuffer out = ByteBuffer.allocate(directoryAt + 2 + 12 * entries.size() + 4);
    out.order(image.bytes().order()).put(exif, 0, Math.min(imageAt, exif.length));
    out.position(imageAt).put(tiff).position(iccAt).put(icc).position(directoryAt);
    out.putShort((short) entries.size());
    entries.values().forEach(out::put);
    return out.putInt(4, directoryAt).array();
  }

  private static int even(int position) {
    return position + (position & 1);
  }

  /** The entries of a directory, in the order of their tags, when all moves on by so many bytes. */
  private static SortedMap<Integer, byte[]> moved(Directory image, int by) {
    SortedMap<Integer, byte[]> entries = new TreeMap<>();
    for (int i = 0; i < image.entries(); i++) {
      int entry = image.entry(i);
      boolean outside = image.size(entry) > 4;
      if (image.tag(entry) == STRIP_OFFSETS) {
        int first = outside ? image.bytes().getInt(entry + 8) : entry + 8;
        for (int at = first; at < first + image.size(entry); at += 4) {
          image.bytes().putInt(at, image.bytes().getInt(at) + by);
        }
      }
      if (outside) {
        image.bytes().putInt(entry + 8, image.bytes().getInt(entry + 8) + by);
      }
      entries.put(image.tag(entry), image.copy(entry));
    }
    return entries;
  }

  private static void addDescriptive(Directory told, SortedMap<Integer, byte[]> entries) {
    IntPredicate descriptive = Exif.descriptive(told);
    for (int i = 0; i < told.entries(); i++) {
      int entry = told.entry(i);
      if (descriptive.test(told.tag(entry))) {
        entries.put(told.tag(entry), told.copy(entry));
      }
    }
  }

  private static byte[] profileEntry(ByteOrder order, int length, int offset) {
    ByteBuffer entry = ByteBuffer.allocate(12).order(order);
    entry.putShort((short) ICC_PROFILE).putShort((short) UNDEFINED).putInt(length).putInt(offset);
    return entry.array();
  }
}
