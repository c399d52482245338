package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Netpbm files with one channel: PGM (P5 and P2, 8 or 16 bits, big-endian) and PFM (Pf,
 * floating-point, bottom row first; a negative scale means little-endian).
 */
final class NetpbmFile {
  private static final int LARGEST_VALUE = 65535;

  private final byte[] file;
  private final Reading reading;
  private int at = 2;

  NetpbmFile(byte[] file, Reading reading) {
    this.file = file;
    this.reading = reading;
  }

  /** Whether a file begins as any of Netpbm's formats does. */
  static boolean isOne(byte[] file) {
    return file.length > 2
        && file[0] == 'P'
        && ((file[1] >= '1' && file[1] <= '7') || file[1] == 'f' || file[1] == 'F')
        && Character.isWhitespace(file[2]);
  }

  NumberMap read() throws DamagedException, TruncatedException, UnsupportedException {
    return switch (file[1]) {
      case '2', '5' -> pgm(file[1] == '2');
      case 'f' -> pfm();
      default -> throw new UnsupportedException("Netpbm's kind P" + (char) file[1]);
    };
  }

  private NumberMap pgm(boolean text) throws DamagedException, TruncatedException {
    int width = size();
    int height = size();
    int most = number(LARGEST_VALUE);
    reading.requireWithin(width, height);
    int octets = most > 255 ? 2 : 1;
    int count = width * height;
    requireLeft(text ? 2L * count : 1 + (long) count * octets);
    at += text ? 0 : 1; // one white space
    float[] values = new float[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = text ? number(most) : integer(octets);
    }
    return new NumberMap(width, height, 8 * octets, values);
  }

  private int integer(int octets) {
    int value = file[at++] & 0xff;
    return octets == 1 ? value : value << 8 | (file[at++] & 0xff);
  }

  private NumberMap pfm() throws DamagedException, TruncatedException {
    int width = size();
    int height = size();
    boolean little = token().startsWith("-");
    reading.requireWithin(width, height);
    requireLeft(1 + 4L * width * height);
    at++; // one white space
    ByteBuffer numbers =
        ByteBuffer.wrap(file, at, 4 * width * height)
            .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    float[] values = new float[width * height];
    for (int y = height - 1; y >= 0; y--) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = numbers.getFloat();
      }
    }
    return new NumberMap(width, height, 0, values);
  }

  private void requireLeft(long bytes) throws TruncatedException {
    if (file.length - at < bytes) {
      throw new TruncatedException();
    }
  }

  private int size() throws DamagedException, TruncatedException {
    return number(Integer.MAX_VALUE);
  }

  private int number(int most) throws DamagedException, TruncatedException {
    String token = token();
    long number = token.matches("\\d{1,10}") ? Long.parseLong(token) : -1;
    if (number < 0 || number > most) {
      throw new DamagedException("'%s' is not a number up to %d".formatted(token, most));
    }
    return (int) number;
  }

  /** The text up to the next white space; comments are skipped. */
  private String token() throws TruncatedException {
    while (at < file.length && (Character.isWhitespace(file[at]) || file[at] == '#')) {
      if (file[at] == '#') {
        while (at < file.length && file[at] != '\n') {
          at++;
        }
      } else {
        at++;
      }
    }
    int start = at;
    while (at < file.length && !Character.isWhitespace(file[at]) && at - start < 40) {
      at++;
    }
    if (start == at) {
      throw new TruncatedException();
    }
    return new String(file, start, at - start, StandardCharsets.ISO_8859_1);
  }
}
