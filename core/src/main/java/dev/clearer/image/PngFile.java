package dev.clearer.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** The chunks of a PNG file (PNG, third edition). */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int HEADER_LENGTH = 13;
  private static final int HEADER_END = SIGNATURE + 12 + HEADER_LENGTH;
  private static final int PALETTE = 3;
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** The bits that a sample may have, by the colour type. */
  private static final Map<Integer, Set<Integer>> BITS =
      Map.of(
          0,
          Set.of(1, 2, 4, 8, 16),
          2,
          Set.of(8, 16),
          PALETTE,
          Set.of(1, 2, 4, 8),
          4,
          Set.of(8, 16),
          6,
          Set.of(8, 16));

  private final byte[] file;
  private final Reading reading;
  private final ByteArrayOutputStream pixels;
  private final PngMetadata metadata = new PngMetadata();
  private byte[] header = new byte[0];
  private byte @Nullable [] clear;
  private boolean palette;

  private PngFile(byte[] file, Reading reading) {
    this.file = file;
    this.reading = reading;
    pixels = new ByteArrayOutputStream(file.length);
  }

  static Container open(byte[] file, Reading reading)
      throws TruncatedException, DamagedException, UnsupportedException {
    return new PngFile(file, reading).open();
  }

  private Container open() throws TruncatedException, DamagedException, UnsupportedException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    pixels.write(file, 0, SIGNATURE);
    PngChunk chunk = next(in);
    readHeader(chunk);
    while (!chunk.type().equals("IEND")) {
      chunk = next(in);
      if (chunk.type().equals("tRNS")) {
        clear = chunk.content();
      }
      palette |= chunk.type().equals("PLTE");
      if (chunk.type().equals("acTL")) {
        reading.note("is animated: its first frame is used.");
      } else if (PngMetadata.isMetadata(chunk.type())) {
        metadata.add(chunk);
      }
      boolean replaced =
          (isSmallGrey() && chunk.type().equals("tRNS"))
              || (header[9] % 4 == 0 && chunk.type().equals("PLTE")); // greys have none
      if (NEEDED.contains(chunk.type()) && !replaced) {
        pixels.writeBytes(chunk.bytes());
      }
    }
    if (header[9] == PALETTE && !palette) {
      throw new DamagedException("its palette is missing");
    }
    return new Container(clearGreysAsPalette(pixels.toByteArray()), metadata.gathered());
  }

  private void readHeader(PngChunk chunk) throws DamagedException, UnsupportedException {
    if (chunk.type().equals("CgBI")) {
      throw new UnsupportedException("Apple's variant of PNG (CgBI)");
    }
    header = chunk.content();
    if (!chunk.type().equals("IHDR") || header.length != HEADER_LENGTH) {
      throw new DamagedException("it does not begin with a header");
    }
    Set<Integer> bits = BITS.getOrDefault((int) header[9], Set.of());
    if (!bits.contains((int) header[8]) || header[10] != 0 || header[11] != 0) {
      throw new DamagedException("its header makes no sense");
    }
    pixels.writeBytes(chunk.bytes());
  }

  private boolean isSmallGrey() {
    return header[9] == 0 && header[8] < 8;
  }

  /**
   * Java's reader overlooks the transparent grey of files of 1, 2 or 4 bits, but not that of a
   * palette: such a file gets one of greys.
   */
  private byte[] clearGreysAsPalette(byte[] png) {
    if (!isSmallGrey() || clear == null || clear.length < 2) {
      return png;
    }
    int most = (1 << header[8]) - 1;
    byte[] greys = new byte[3 * (most + 1)];
    byte[] alphas = new byte[most + 1];
    for (int grey = 0; grey <= most; grey++) {
      Arrays.fill(greys, 3 * grey, 3 * grey + 3, (byte) (255 * grey / most));
      alphas[grey] = (byte) (grey == clear[1] ? 0 : 255);
    }
    byte[] coloured = header.clone();
    coloured[9] = PALETTE;
    ByteArrayOutputStream out = new ByteArrayOutputStream(png.length + 100);
    out.write(png, 0, SIGNATURE);
    out.writeBytes(new PngChunk("IHDR", coloured).bytes());
    out.writeBytes(new PngChunk("PLTE", greys).bytes());
    out.writeBytes(new PngChunk("tRNS", alphas).bytes());
    out.write(png, HEADER_END, png.length - HEADER_END);
    return out.toByteArray();
  }

  /** The next chunk, whose check sum must hold; what damage is accepted ends with its last one. */
  private PngChunk next(ByteBuffer in) throws TruncatedException, DamagedException {
    boolean accepted = reading.damageAccepted() && header.length > 0;
    if (in.remaining() < 12 && accepted) {
      return new PngChunk("IEND", new byte[0]);
    } else if (in.remaining() < 12) {
      throw new TruncatedException();
    }
    int length = in.getInt();
    if ((length < 0 || length > in.remaining() - 8) && !accepted) {
      throw new TruncatedException();
    } else if (length < 0 || length > in.remaining() - 4) {
      length = in.remaining() - 4;
    }
    String type = new String(file, in.position(), 4, ISO_8859_1);
    PngChunk chunk =
        new PngChunk(type, Arrays.copyOfRange(file, in.position() + 4, in.position() + 4 + length));
    CRC32 crc = new CRC32();
    crc.update(file, in.position(), length + 4);
    in.position(in.position() + length + 4);
    if (in.remaining() < 4) {
      in.position(in.limit());
    } else if (in.getInt() != (int) crc.getValue() && !accepted) {
      throw new DamagedException("the check sum of its " + printable(type) + " is wrong");
    }
    return chunk;
  }

  private static String printable(String type) {
    return type.chars().allMatch(c -> c > ' ' && c < 127) ? type : "chunk";
  }

  /** Hands a PNG file on to {@code out}, with all that is said besides behind its header. */
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
          out.write(PngMetadata.chunks(metadata));
        }
        position = Math.min(HEADER_END, position + header);
        out.write(bytes, start + header, length - header);
      }
    };
  }

  static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
