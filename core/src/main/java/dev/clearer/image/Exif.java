package dev.clearer.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** EXIF blocks: changed in place only, so that maker notes, which hold offsets, stay readable. */
final class Exif {
  static final int ORIENTATION = 0x112;
  private static final int EXIF_DIRECTORY = 0x8769;
  private static final int WIDTH = 0xa002;
  private static final int HEIGHT = 0xa003;
  private static final short SHORT = 3;

  private Exif() {}

  /** 1 (upright) to 8, as EXIF numbers them; 1 if the block says nothing sensible. */
  static int orientation(byte @Nullable [] exif) {
    Directory first = exif == null ? null : Directory.first(exif);
    int value = first == null ? 1 : first.unsigned(first.find(ORIENTATION), 1);
    return value >= 1 && value <= 8 ? value : 1;
  }

  /** A copy that says upright and has no thumbnail (it would lie on its side); null if broken. */
  static byte @Nullable [] upright(byte @Nullable [] exif) {
    byte[] copy = exif == null ? new byte[0] : exif.clone();
    Directory first = Directory.first(copy);
    if (first == null) {
      return null;
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
    Directory details = first.child(EXIF_DIRECTORY);
    if (details != null) {
      details.set(WIDTH, width);
      details.set(HEIGHT, height);
    }
    return copy;
  }

  /** A block that says nothing but how the picture lies. */
  static byte[] ofOrientation(int orientation) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 + 12 + 4);
    block.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) ORIENTATION).putShort(SHORT).putInt(1).putShort((short) orientation);
    return block.array();
  }
}
