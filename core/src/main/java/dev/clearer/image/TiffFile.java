package dev.clearer.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The first directory of a TIFF file: what is carried along, and where it goes. */
final class TiffFile {
  private static final int ICC_PROFILE = 34675;
  private static final int UNDEFINED = 7;

  private TiffFile() {}

  /** The decoder keeps all: its reader never applies a profile. The orientation is kept as EXIF. */
  static Container open(byte[] file) {
    Directory first = Directory.first(file);
    byte[] icc = null;
    int orientation = 1;
    if (first != null) {
      int entry = first.find(ICC_PROFILE);
      icc = entry < 0 ? null : content(file, first, entry);
      orientation = first.unsigned(first.find(Exif.ORIENTATION), 1);
    }
    byte[] exif = orientation == 1 ? null : Exif.ofOrientation(orientation);
    return new Container(file, icc, exif, false);
  }

  private static byte @Nullable [] content(byte[] file, Directory directory, int entry) {
    ByteBuffer bytes = directory.bytes();
    int count = bytes.getInt(entry + 4);
    int offset = bytes.getInt(entry + 8);
    boolean inside = count > 4 && offset >= 0 && offset <= file.length - count;
    return inside ? Arrays.copyOfRange(file, offset, offset + count) : null;
  }

  /** The same file with the profile: a new first directory at the end, the rest as it was. */
  static byte[] with(Metadata metadata, byte[] tiff) {
    byte[] icc = metadata.iccProfile();
    Directory first = Directory.first(tiff);
    if (icc == null || first == null) {
      return tiff;
    }
    int profileAt = tiff.length + (tiff.length & 1);
    int directoryAt = profileAt + icc.length + (icc.length & 1);
    ByteBuffer out =
        ByteBuffer.allocate(directoryAt + 2 + 12 * (first.entries() + 1) + 4)
            .order(first.bytes().order());
    out.put(tiff).position(profileAt).put(icc).position(directoryAt);
    out.putShort((short) (first.entries() + 1));
    boolean done = false;
    for (int i = 0; i < first.entries(); i++) {
      int entry = first.entry(i);
      if (!done && first.tag(entry) > ICC_PROFILE) {
        putEntry(out, icc.length, profileAt);
        done = true;
      }
      out.put(tiff, entry, 12);
    }
    if (!done) {
      putEntry(out, icc.length, profileAt);
    }
    out.putInt(4, directoryAt);
    return out.array();
  }

  private static void putEntry(ByteBuffer out, int count, int offset) {
    out.putShort((short) ICC_PROFILE).putShort((short) UNDEFINED).putInt(count).putInt(offset);
  }
}
