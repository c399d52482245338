package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.clearer.image.Reading.TruncatedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The chunks of a WebP file (RIFF). */
final class WebpFile {
  private static final int HEADER = 12;
  private static final int STILL = 18;
  private static final int FRAME_HEADER = 16;
  private static final int SIZE = 6;
  private static final int ALPHA = 0x10;

  private WebpFile() {}

  static Container open(byte[] file, Reading reading) throws TruncatedException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER || (in.getInt(4) & 0xffffffffL) > file.length - 8) {
      throw new TruncatedException();
    }
    in.position(HEADER).limit(in.getInt(4) + 8);
    ByteBuffer pixels = ByteBuffer.allocate(file.length + STILL).order(ByteOrder.LITTLE_ENDIAN);
    pixels.put(file, 0, HEADER);
    byte[] icc = null;
    byte[] exif = null;
    byte[] xmp = null;
    byte[] header = null;
    byte[] frame = null;
    while (in.remaining() >= 8) {
      int start = in.position();
      String type = next(in);
      switch (type) {
        case "ICCP" -> icc = content(in, start);
        case "EXIF" -> exif = unprefixed(content(in, start));
        case "XMP " -> xmp = content(in, start);
        case "VP8X" -> {
          header = content(in, start);
          pixels.put(file, start, in.position() - start);
        }
        case "ANMF" -> frame = frame == null ? content(in, start) : frame;
        default -> pixels.put(file, start, in.position() - start);
      }
    }
    Metadata said = new Metadata(icc, exif, xmp, null, Exif.density(exif), List.of());
    if (frame == null) {
      return new Container(closed(pixels), said);
    } else if (header == null || header.length < 10 || frame.length < FRAME_HEADER + 8) {
      throw new TruncatedException();
    }
    still(frame, pixels.position(HEADER));
    reading.note("is animated: its first frame is used.");
    return new Container(closed(pixels), said, canvas(header, frame), 0);
  }

  /** Steps over a chunk and says which it was. */
  private static String next(ByteBuffer in) throws TruncatedException {
    int start = in.position();
    byte[] type = new byte[4];
    in.get(start, type);
    int length = in.getInt(start + 4);
    if (length < 0 || length > in.remaining() - 8) {
      throw new TruncatedException();
    }
    in.position((int) Math.min(in.limit(), start + 8L + length + (length & 1)));
    return new String(type, ISO_8859_1);
  }

  private static byte[] content(ByteBuffer in, int start) {
    byte[] content = new byte[in.getInt(start + 4)];
    in.get(start + 8, content);
    return content;
  }

  /** Makes a picture of its own of a frame of an animation (its size, alpha and colours). */
  private static void still(byte[] frame, ByteBuffer pixels) throws TruncatedException {
    ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    in.position(FRAME_HEADER);
    if (frame[FRAME_HEADER] == 'A') {
      pixels.put("VP8X".getBytes(ISO_8859_1)).putInt(10).putInt(ALPHA).put(frame, SIZE, 6);
    }
    while (in.remaining() >= 8) {
      int start = in.position();
      next(in);
      pixels.put(frame, start, in.position() - start);
    }
  }

  /** Frames begin at even pixels; sizes are one less than they mean. */
  private static AnimationCanvas canvas(byte[] header, byte[] frame) {
    return new AnimationCanvas(
        number(header, 4) + 1, number(header, 7) + 1, 2 * number(frame, 0), 2 * number(frame, 3));
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
  }

  /** Sets the size, and clears what an extended header says of the chunks that were left out. */
  private static byte[] closed(ByteBuffer pixels) {
    pixels.putInt(4, pixels.position() - 8);
    if (pixels.position() > HEADER + 8 && pixels.get(HEADER + 3) == 'X') {
      pixels.put(HEADER + 8, (byte) (pixels.get(HEADER + 8) & ALPHA));
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
