package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Text of a PNG file (tEXt, zTXt and iTXt), in which XMP lies and, by a custom of ImageMagick that
 * other programs share, IPTC and EXIF in hexadecimal digits.
 *
 * @param keyword what the text is
 * @param text its bytes, inflated
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record PngText(String keyword, byte[] text) {
  static final String XMP = "XML:com.adobe.xmp";
  static final String RAW = "Raw profile type ";
  private static final int LARGEST = 1 << 24;
  private static final int DIGITS_A_LINE = 72;

  /** The text of a chunk; null if it is damaged or larger than any real one. */
  static @Nullable PngText of(PngChunk chunk) {
    byte[] content = chunk.content();
    int keyEnd = end(content, 0);
    if (keyEnd >= content.length) {
      return null;
    }
    String keyword = new String(content, 0, keyEnd, ISO_8859_1);
    int start = keyEnd + 1;
    boolean packed = chunk.type().equals("zTXt");
    if (packed) {
      start++;
    } else if (chunk.type().equals("iTXt")) {
      packed = start < content.length && content[start] == 1;
      start = end(content, end(content, start + 2) + 1) + 1; // behind language and translation
    }
    if (start > content.length) {
      return null;
    }
    byte[] text =
        packed ? inflated(content, start) : Arrays.copyOfRange(content, start, content.length);
    return text == null ? null : new PngText(keyword, text);
  }

  /** Where the next 0 is; the end if there is none. */
  private static int end(byte[] content, int from) {
    int at = from;
    while (at < content.length && content[at] != 0) {
      at++;
    }
    return at;
  }

  /** Inflates what begins at a place; null if it is damaged or too large. */
  static byte @Nullable [] inflated(byte[] content, int start) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(content, start, content.length - start))) {
      byte[] text = in.readNBytes(LARGEST + 1);
      return text.length > LARGEST ? null : text;
    } catch (IOException e) {
      return null;
    }
  }

  /** The block that is written in hexadecimal digits: a name, a length, then lines of digits. */
  Optional<byte[]> raw() {
    String[] words = new String(text, ISO_8859_1).strip().split("\\s+", 3);
    if (words.length < 3) {
      return Optional.empty();
    }
    try {
      byte[] block = HexFormat.of().parseHex(words[2].replaceAll("\\s", ""));
      return block.length == 0 ? Optional.empty() : Optional.of(block);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A chunk that holds an XMP packet. */
  static PngChunk xmp(byte[] packet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((XMP + "\0\0\0\0\0").getBytes(ISO_8859_1));
    out.writeBytes(packet);
    return new PngChunk("iTXt", out.toByteArray());
  }

  /** A chunk that holds IPTC records, as ImageMagick writes them. */
  static PngChunk iptc(byte[] records) {
    byte[] block = Photoshop.with(records);
    StringBuilder text = new StringBuilder("\niptc\n%8d\n".formatted(block.length));
    String digits = HexFormat.of().formatHex(block);
    for (int at = 0; at < digits.length(); at += DIGITS_A_LINE) {
      text.append(digits, at, Math.min(digits.length(), at + DIGITS_A_LINE)).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((RAW + "iptc\0\0").getBytes(ISO_8859_1));
    out.writeBytes(PngFile.deflated(text.toString().getBytes(ISO_8859_1)));
    return new PngChunk("zTXt", out.toByteArray());
  }
}
