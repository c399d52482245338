package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The chunks of a PNG file (PNG 1.2, and eXIf of its extensions). */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int HEADER_END = SIGNATURE + 12 + 13;
  private static final int DEPTH = SIGNATURE + 16;
  private static final int COLOUR_TYPE = SIGNATURE + 17;
  private static final int LARGEST_PROFILE = 1 << 24;
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngFile() {}

  static Container open(byte[] file)
      throws Container.TruncatedException, Container.DamagedException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    ByteArrayOutputStream pixels = new ByteArrayOutputStream(file.length);
    pixels.write(file, 0, SIGNATURE);
    byte[] icc = null;
    byte[] exif = null;
    boolean animated = false;
    String type = "";
    while (!type.equals("IEND")) {
      int start = in.position();
      type = next(file, in);
      int length = in.position() - start;
      if (NEEDED.contains(type)) {
        pixels.write(file, start, length);
      }
      animated |= type.equals("acTL");
      if (type.equals("iCCP")) {
        icc = profile(file, start + 8, length - 12);
      } else if (type.equals("eXIf")) {
        exif = Arrays.copyOfRange(file, start + 8, start + length - 4);
      }
    }
    return new Container(clearGreysAsPalette(pixels.toByteArray()), icc, exif, animated);
  }

  /**
   * Java's reader overlooks the transparent grey of files of 1, 2 or 4 bits, but not that of a
   * palette: such a file gets one of greys.
   */
  private static byte[] clearGreysAsPalette(byte[] png) {
    int bits = png[DEPTH];
    boolean clear =
        png.length > HEADER_END + 10
            && new String(png, HEADER_END + 4, 4, ISO_8859_1).equals("tRNS");
    if (png[COLOUR_TYPE] != 0 || bits >= 8 || bits < 1 || !clear) {
      return png;
    }
    int most = (1 << bits) - 1;
    byte[] greys = new byte[3 * (most + 1)];
    byte[] alphas = new byte[most + 1];
    for (int grey = 0; grey <= most; grey++) {
      Arrays.fill(greys, 3 * grey, 3 * grey + 3, (byte) (255 * grey / most));
      alphas[grey] = (byte) (grey == png[HEADER_END + 9] ? 0 : 255);
    }
    byte[] header = Arrays.copyOfRange(png, SIGNATURE + 8, HEADER_END - 4);
    header[COLOUR_TYPE - SIGNATURE - 8] = 3;
    ByteArrayOutputStream out = new ByteArrayOutputStream(png.length + 100);
    out.write(png, 0, SIGNATURE);
    writeChunk(out, "IHDR", header);
    writeChunk(out, "PLTE", greys);
    writeChunk(out, "tRNS", alphas);
    int rest = HEADER_END + 12 + ByteBuffer.wrap(png).getInt(HEADER_END);
    out.write(png, rest, png.length - rest);
    return out.toByteArray();
  }

  /** Steps over a chunk whose check sum holds. */
  private static String next(byte[] file, ByteBuffer in)
      throws Container.TruncatedException, Container.DamagedException {
    if (in.remaining() < 12) {
      throw new Container.TruncatedException();
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining() - 8) {
      throw new Container.TruncatedException();
    }
    CRC32 crc = new CRC32();
    crc.update(file, in.position(), length + 4);
    String type = new String(file, in.position(), 4, ISO_8859_1);
    in.position(in.position() + length + 4);
    if (in.getInt() != (int) crc.getValue()) {
      throw new Container.DamagedException("the check sum of its " + printable(type) + " is wrong");
    }
    return type;
  }

  private static String printable(String type) {
    return type.chars().allMatch(c -> c > ' ' && c < 127) ? type : "chunk";
  }

  /** A profile that is damaged or larger than any real one is left out: the pixels are fine. */
  private static byte @Nullable [] profile(byte[] file, int start, int length) {
    int name = 0;
    while (name < length && file[start + name] != 0) {
      name++;
    }
    int skipped = name + 2;
    if (skipped >= length) {
      return null;
    }
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(file, start + skipped, length - skipped))) {
      byte[] profile = in.readNBytes(LARGEST_PROFILE + 1);
      return profile.length > LARGEST_PROFILE ? null : profile;
    } catch (IOException e) {
      return null;
    }
  }

  /** Hands a PNG file on to {@code out}, with profile and EXIF behind its header. */
  static OutputStream with(Metadata metadata, OutputStream out) {
    return new FilterOutputStream(out) {
      private int position;

      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int start, int length) throws IOException {
        int header = Math.max(0, Math.min(length, HEADER_END - position));
        out.write(bytes, start, header);
        if (position < HEADER_END && position + header == HEADER_END) {
          out.write(chunks(metadata));
        }
        position = Math.min(HEADER_END, position + header);
        out.write(bytes, start + header, length - header);
      }
    };
  }

  private static byte[] chunks(Metadata metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] icc = metadata.iccProfile();
    if (icc != null) {
      writeChunk(out, "iCCP", concatenated("ICC profile\0\0".getBytes(ISO_8859_1), deflated(icc)));
    }
    byte[] exif = metadata.exif();
    if (exif != null) {
      writeChunk(out, "eXIf", exif);
    }
    return out.toByteArray();
  }

  private static void writeChunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] body = concatenated(type.getBytes(ISO_8859_1), content);
    CRC32 crc = new CRC32();
    crc.update(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static byte[] concatenated(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
