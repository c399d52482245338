package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Photoshop's image resources, in which JPEG and TIFF files carry IPTC records.
 *
 * @param blocks the content of each resource by its number, the first of its kind
 */
record Photoshop(Map<Integer, byte[]> blocks) {
  private static final String SIGNATURE = "8BIM";
  private static final int RESOLUTION = 0x3ed;
  private static final int IPTC = 0x404;

  /** The resources in {@code bytes} as far as they are whole. */
  static Photoshop of(byte[] bytes) {
    Map<Integer, byte[]> blocks = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      while (in.remaining() >= 12) {
        byte[] signature = new byte[4];
        in.get(signature);
        if (!new String(signature, ISO_8859_1).equals(SIGNATURE)) {
          break;
        }
        int number = in.getShort() & 0xffff;
        int name = in.get() & 0xff;
        in.position(Math.min(in.limit(), in.position() + name + (name + 1 & 1)));
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
          break;
        }
        byte[] content = new byte[length];
        in.get(content);
        blocks.putIfAbsent(number, content);
        in.position(Math.min(in.limit(), in.position() + (length & 1)));
      }
    } catch (BufferUnderflowException e) {
      return new Photoshop(blocks);
    }
    return new Photoshop(blocks);
  }

  /** The IPTC records; null if there are none. */
  byte @Nullable [] iptc() {
    byte[] records = blocks.get(IPTC);
    return records == null || records.length == 0 ? null : records;
  }

  /** The density, always per inch whatever unit it is shown in; null if it is not told. */
  @Nullable Density density() {
    byte[] block = blocks.get(RESOLUTION);
    if (block == null || block.length < 12) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(block);
    return Density.of(in.getInt(0) / 65536.0, in.getInt(8) / 65536.0, Density.Unit.INCH);
  }

  /** A block of resources that holds IPTC records. */
  static byte[] with(byte[] iptc) {
    ByteBuffer out = ByteBuffer.allocate(12 + iptc.length + (iptc.length & 1));
    out.put(SIGNATURE.getBytes(ISO_8859_1)).putShort((short) IPTC).putShort((short) 0);
    return out.putInt(iptc.length).put(iptc).array();
  }
}
