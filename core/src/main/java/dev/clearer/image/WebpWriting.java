package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Puts what a picture says besides its pixels into a WebP file (RFC 9649). */
final class WebpWriting {
  private static final int HEADER = 12;
  private static final int PROFILE = 0x20;
  private static final int ALPHA = 0x10;
  private static final int EXIF = 0x08;
  private static final int XMP = 0x04;

  private WebpWriting() {}

  /**
   * The same picture with an extended header and all that is said.
   *
   * @param webp a file as the encoder makes it
   * @param picture of which it was made
   */
  static byte[] with(Metadata metadata, byte[] webp, PictureRows picture) {
    byte[] exif = Exif.dense(metadata.exif(), metadata.density());
    if (metadata.iccProfile() == null && exif == null && metadata.xmp() == null) {
      return webp;
    }
    int flags =
        (metadata.iccProfile() == null ? 0 : PROFILE)
            | (picture.alpha() == null ? 0 : ALPHA)
            | (exif == null ? 0 : EXIF)
            | (metadata.xmp() == null ? 0 : XMP);
    ByteArrayOutputStream out = new ByteArrayOutputStream(webp.length);
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(flags);
    putSize(header, picture.width() - 1);
    putSize(header, picture.height() - 1);
    write(out, "VP8X", header.array());
    write(out, "ICCP", metadata.iccProfile());
    writePixels(out, webp);
    write(out, "EXIF", exif);
    write(out, "XMP ", metadata.xmp());
    ByteBuffer whole = ByteBuffer.allocate(HEADER + out.size()).order(ByteOrder.LITTLE_ENDIAN);
    whole.put("RIFF".getBytes(ISO_8859_1)).putInt(4 + out.size());
    return whole.put("WEBP".getBytes(ISO_8859_1)).put(out.toByteArray()).array();
  }

  private static void putSize(ByteBuffer header, int size) {
    header.put((byte) size).put((byte) (size >> 8)).put((byte) (size >> 16));
  }

  /** All chunks but an extended header of the encoder's own. */
  private static void writePixels(ByteArrayOutputStream out, byte[] webp) {
    ByteBuffer in = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    int at = HEADER;
    while (at + 8 <= webp.length) {
      int length = in.getInt(at + 4);
      int size = Math.min(webp.length - at, 8 + length + (length & 1));
      if (webp[at + 3] != 'X') {
        out.write(webp, at, size);
      }
      at += size;
    }
  }

  private static void write(ByteArrayOutputStream out, String type, byte @Nullable [] content) {
    if (content == null) {
      return;
    }
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(head.put(type.getBytes(ISO_8859_1)).putInt(content.length).array());
    out.writeBytes(content);
    if ((content.length & 1) != 0) {
      out.write(0);
    }
  }
}
