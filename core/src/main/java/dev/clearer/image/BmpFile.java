package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a BMP file: of OS/2 (12, 16 and 64 bytes) and of Windows (40 to 124 bytes).
 *
 * @param width in pixels
 * @param height in pixels
 * @param topDown whether the first row comes first, and not the last
 * @param bits of a pixel
 * @param compression as the file numbers it
 * @param masks which bits are red, green, blue and alpha; empty if pixels are indices or bytes
 * @param palette 0xRRGGBB by index
 * @param start where the pixels begin
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record BmpFile(
    int width,
    int height,
    boolean topDown,
    int bits,
    int compression,
    int[] masks,
    int[] palette,
    int start) {
  static final int NONE = 0;
  static final int RLE8 = 1;
  static final int RLE4 = 2;
  private static final int MASKS = 3;
  private static final int MASKS_AND_ALPHA = 6;
  private static final int FILE_HEADER = 14;
  private static final int CORE = 12;
  private static final int INFO = 40;
  private static final int WITH_ALPHA = 56;
  private static final int OS2 = 64;
  private static final int EMBEDDED = 0x4d424544;

  /** Where the fourth and fifth version say where their profile is. */
  private static final int SPACE = 56;

  private static final int PROFILE = 112;
  private static final int V5 = 124;

  static Container open(byte[] file) {
    Metadata said = new Metadata(profile(file), null, null, null, density(file), List.of());
    return new Container(file, said);
  }

  private static int number(byte[] file, int at) {
    boolean there = at >= 0 && at + 4 <= file.length;
    return there ? ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at) : 0;
  }

  private static int small(byte[] file, int at) {
    return number(file, at) & 0xffff;
  }

  private static @Nullable Density density(byte[] file) {
    return number(file, FILE_HEADER) < INFO
        ? null
        : Density.of(
            number(file, FILE_HEADER + 24), number(file, FILE_HEADER + 28), Density.Unit.METRE);
  }

  private static byte @Nullable [] profile(byte[] file) {
    int header = number(file, FILE_HEADER);
    if (header < V5 || number(file, FILE_HEADER + SPACE) != EMBEDDED) {
      return null;
    }
    long from = FILE_HEADER + (number(file, FILE_HEADER + PROFILE) & 0xffffffffL);
    long to = from + (number(file, FILE_HEADER + PROFILE + 4) & 0xffffffffL);
    return to > file.length || from == to ? null : Arrays.copyOfRange(file, (int) from, (int) to);
  }

  /** Reads the headers. */
  static BmpFile of(byte[] file) throws TruncatedException, DamagedException, UnsupportedException {
    int header = number(file, FILE_HEADER);
    if (file.length < FILE_HEADER + CORE || header > file.length - FILE_HEADER) {
      throw new TruncatedException();
    } else if (header != CORE && header != 16 && header < INFO) {
      throw new DamagedException("its header makes no sense");
    }
    boolean core = header == CORE;
    int height = core ? small(file, 20) : number(file, 22);
    int bits = small(file, core ? 24 : 28);
    int compression = header < INFO ? NONE : number(file, 30);
    requireRead(compression, bits, header);
    int[] masks = masks(file, header, bits, compression);
    boolean behind = header == INFO && compression >= MASKS;
    int extra = !behind ? 0 : compression == MASKS ? 12 : 16;
    int[] palette = palette(file, header, bits, FILE_HEADER + header + extra);
    int width = core ? small(file, 18) : number(file, 18);
    if (width < 1 || height == 0 || height == Integer.MIN_VALUE) {
      throw new DamagedException("it has no size");
    }
    return new BmpFile(
        width, Math.abs(height), height < 0, bits, compression, masks, palette, number(file, 10));
  }

  private static void requireRead(int compression, int bits, int header)
      throws DamagedException, UnsupportedException {
    boolean os2 = header == OS2;
    boolean read =
        switch (compression) {
          case NONE ->
              bits == 1
                  || bits == 2
                  || bits == 4
                  || bits == 8
                  || bits == 16
                  || bits == 24
                  || bits == 32;
          case RLE8 -> bits == 8;
          case RLE4 -> bits == 4;
          case MASKS, MASKS_AND_ALPHA -> !os2 && (bits == 16 || bits == 32);
          default -> false;
        };
    if (read) {
      return;
    }
    String name =
        switch (compression) {
          case NONE, RLE8, RLE4 -> "";
          case 3 -> "Huffman compression";
          case 4 -> os2 ? "24-bit run lengths" : "JPEG compression inside a BMP";
          case 5 -> "PNG compression inside a BMP";
          case 11, 12, 13 -> "CMYK colours";
          default -> "compression " + Integer.toUnsignedString(compression);
        };
    if (name.isEmpty() || (compression == 3 && !os2) || compression == MASKS_AND_ALPHA) {
      throw new DamagedException("its pixels have " + bits + " bits");
    }
    throw new UnsupportedException(name);
  }

  private static int[] masks(byte[] file, int header, int bits, int compression) {
    if (compression == MASKS || compression == MASKS_AND_ALPHA) {
      boolean alpha = compression == MASKS_AND_ALPHA || header >= WITH_ALPHA;
      int at = FILE_HEADER + INFO;
      return new int[] {
        number(file, at),
        number(file, at + 4),
        number(file, at + 8),
        alpha ? number(file, at + 12) : 0
      };
    } else if (bits == 16) {
      return new int[] {0x7c00, 0x3e0, 0x1f, 0};
    }
    return bits == 32 ? new int[] {0xff0000, 0xff00, 0xff, 0} : new int[0];
  }

  private static int[] palette(byte[] file, int header, int bits, int at) {
    if (bits > 8) {
      return new int[0];
    }
    int each = header == CORE ? 3 : 4;
    int told = header < INFO ? 0 : number(file, FILE_HEADER + 32);
    int most = 1 << bits;
    int pixels = number(file, 10);
    int count = told > 0 && told < most ? told : most;
    int room = Math.max(0, (Math.min(pixels > at ? pixels : file.length, file.length) - at) / each);
    int[] palette = new int[Math.min(count, room)];
    for (int i = 0; i < palette.length; i++) {
      int from = at + each * i;
      palette[i] =
          (file[from + 2] & 0xff) << 16 | (file[from + 1] & 0xff) << 8 | (file[from] & 0xff);
    }
    return palette;
  }

  /** Whether pixels are indices of the palette. */
  boolean isIndexed() {
    return bits <= 8;
  }

  /** Bytes of a row that is not compressed; rows begin at multiples of 4. */
  long rowBytes() {
    return ((long) width * bits + 31) / 32 * 4;
  }
}
