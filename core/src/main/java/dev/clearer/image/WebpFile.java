package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;

/** The chunks of a WebP file (RIFF). */
final class WebpFile {
  private static final int HEADER = 12;
  private static final Set<String> CARRIED = Set.of("ICCP", "EXIF", "XMP ");

  private WebpFile() {}

  static Container open(byte[] file) throws Container.TruncatedException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER || (in.getInt(4) & 0xffffffffL) > file.length - 8) {
      throw new Container.TruncatedException();
    }
    int end = in.getInt(4) + 8;
    ByteBuffer pixels = ByteBuffer.allocate(file.length).order(ByteOrder.LITTLE_ENDIAN);
    pixels.put(file, 0, HEADER);
    byte[] icc = null;
    byte[] exif = null;
    boolean animated = false;
    in.position(HEADER);
    while (in.position() + 8 <= end) {
      int start = in.position();
      String type = new String(file, start, 4, ISO_8859_1);
      int length = in.getInt(start + 4);
      if (length < 0 || length > end - start - 8) {
        throw new Container.TruncatedException();
      }
      int next = (int) Math.min(end, start + 8L + length + (length & 1));
      byte[] content = CARRIED.contains(type) ? slice(file, start + 8, length) : new byte[0];
      icc = type.equals("ICCP") ? content : icc;
      exif = type.equals("EXIF") ? content : exif;
      animated |= type.equals("ANIM");
      if (!CARRIED.contains(type)) {
        pixels.put(file, start, next - start);
      }
      in.position(next);
    }
    return new Container(closed(pixels), icc, exif == null ? null : unprefixed(exif), animated);
  }

  private static byte[] slice(byte[] file, int start, int length) {
    return Arrays.copyOfRange(file, start, start + length);
  }

  /** Sets the size, and clears what an extended header says of the chunks that were left out. */
  private static byte[] closed(ByteBuffer pixels) {
    pixels.putInt(4, pixels.position() - 8);
    if (pixels.position() > HEADER + 8 && pixels.get(HEADER + 3) == 'X') {
      int keptFlags = 0b0001_0010;
      pixels.put(HEADER + 8, (byte) (pixels.get(HEADER + 8) & keptFlags));
    }
    byte[] file = new byte[pixels.position()];
    pixels.get(0, file);
    return file;
  }

  /** Some writers repeat the signature of JPEG. */
  private static byte[] unprefixed(byte[] exif) {
    boolean prefixed = exif.length > 6 && exif[0] == 'E' && exif[1] == 'x';
    return prefixed ? Arrays.copyOfRange(exif, 6, exif.length) : exif;
  }
}
