package dev.clearer.image;

import dev.clearer.image.Reading.UnsupportedException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the compression of one strip or tile of a TIFF file. What is damaged or cut off gives as
 * many bytes as can be had.
 */
final class TiffStrips {
  /** No compression here packs more tightly than LZW does long runs. */
  private static final long GREATEST_RATIO = 4000;

  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int CODES = 4096;

  private TiffStrips() {}

  /**
   * The bytes of a strip.
   *
   * @param length how many bytes it should give
   * @return at most so many, fewer if the strip is cut off or damaged
   */
  static byte[] unpacked(int compression, byte[] packed, long length) throws UnsupportedException {
    if (length > Integer.MAX_VALUE - 16) {
      throw new UnsupportedException("a strip of over 2 GiB");
    }
    int most = (int) Math.min(length, GREATEST_RATIO * (packed.length + 1L));
    return switch (compression) {
      case TiffCompression.NONE -> Arrays.copyOf(packed, Math.min(most, packed.length));
      case TiffCompression.DEFLATE, TiffCompression.OLD_DEFLATE -> inflated(packed, most);
      case TiffCompression.PACK_BITS -> unpackedBits(packed, most);
      case TiffCompression.LZW -> unpackedLzw(packed, most);
      default -> throw new UnsupportedException(TiffCompression.name(compression));
    };
  }

  private static byte[] inflated(byte[] packed, int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      while (done < length && !inflater.finished()) {
        int more = inflater.inflate(bytes, done, length - done);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        done += more;
      }
    } catch (DataFormatException e) {
      return Arrays.copyOf(bytes, done); // so far it was whole
    } finally {
      inflater.end();
    }
    return done == length ? bytes : Arrays.copyOf(bytes, done);
  }

  private static byte[] unpackedBits(byte[] packed, int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    int at = 0;
    while (done < length && at < packed.length) {
      int count = packed[at++];
      if (count >= 0) {
        int run = Math.min(Math.min(count + 1, length - done), packed.length - at);
        System.arraycopy(packed, at, bytes, done, run);
        at += run;
        done += run;
      } else if (count != -128 && at < packed.length) {
        int run = Math.min(1 - count, length - done);
        Arrays.fill(bytes, done, done + run, packed[at++]);
        done += run;
      }
    }
    return Arrays.copyOf(bytes, done);
  }

  /** Writers from before TIFF 6.0 put the low bits first and widen codes one later. */
  private static byte[] unpackedLzw(byte[] packed, int length) {
    boolean old = packed.length > 1 && packed[0] == 0 && (packed[1] & 1) == 1;
    return new Lzw(packed, length, old).unpacked();
  }

  /** One LZW stream (TIFF 6.0 section 13). */
  private static final class Lzw {
    private final byte[] packed;
    private final byte[] bytes;
    private final boolean old;

    /** Of each code: where its last appearance begins in {@code bytes}, and how long it is. */
    private final int[] starts = new int[CODES];

    private final int[] lengths = new int[CODES];
    private long bit;
    private int done;

    Lzw(byte[] packed, int length, boolean old) {
      this.packed = packed;
      this.bytes = new byte[length];
      this.old = old;
    }

    byte[] unpacked() {
      int next = END + 1;
      int width = 9;
      int before = CLEAR;
      while (done < bytes.length) {
        int code = code(width);
        if (code < 0 || code == END) {
          break;
        }
        if (code == CLEAR) {
          next = END + 1;
          width = 9;
        } else {
          int start = done;
          if (!put(code, before, next)) {
            break;
          }
          if (before != CLEAR && next < CODES) {
            starts[next] = start - length(before);
            lengths[next++] = length(before) + 1;
          }
          width = width(next);
        }
        before = code;
      }
      return Arrays.copyOf(bytes, done);
    }

    private int width(int next) {
      int reached = old ? next : next + 1;
      return reached < 512 ? 9 : reached < 1024 ? 10 : reached < 2048 ? 11 : 12;
    }

    private int length(int code) {
      return code < CLEAR ? 1 : lengths[code];
    }

    /** Appends what a code stands for; false if it stands for nothing yet. */
    private boolean put(int code, int before, int next) {
      if (code < CLEAR) {
        bytes[done++] = (byte) code;
        return true;
      } else if (code > next || (code == next && before == CLEAR)) {
        return false;
      }
      // The newest code is the one before and its own first byte, which follows in the output.
      int from = code == next ? done - length(before) : starts[code];
      int count = code == next ? length(before) + 1 : lengths[code];
      for (int i = 0; i < count && done < bytes.length; i++) {
        bytes[done++] = bytes[from + i];
      }
      return true;
    }

    private int code(int width) {
      if (bit + width > 8L * packed.length) {
        return -1;
      }
      int code = 0;
      for (int i = 0; i < width; i++, bit++) {
        int octet = packed[(int) (bit >> 3)];
        int place = (int) (bit & 7);
        code |= old ? (octet >> place & 1) << i : (octet >> (7 - place) & 1) << (width - 1 - i);
      }
      return code;
    }
  }
}
