package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The pixels of a BMP file. */
final class BmpPicture {
  private final BmpFile header;
  private final byte[] file;
  private int rowsRead;

  private BmpPicture(BmpFile header, byte[] file) {
    this.header = header;
    this.file = file;
  }

  /**
   * The picture of a file.
   *
   * @param inColour whether a palette of greys counts as colours all the same
   */
  static Picture read(byte[] file, Reading reading, boolean inColour)
      throws DamagedException, TruncatedException, UnsupportedException {
    BmpFile header = BmpFile.of(file);
    reading.requireWithin(header.width(), header.height());
    BmpPicture picture = new BmpPicture(header, file);
    return header.isIndexed()
        ? picture.indexed(picture.indices(reading), inColour)
        : picture.direct(reading);
  }

  /** The indices of a file with a palette; null if it has none. */
  static int @Nullable [] indices(byte[] file, Reading reading)
      throws DamagedException, TruncatedException, UnsupportedException {
    BmpFile header = BmpFile.of(file);
    reading.requireWithin(header.width(), header.height());
    return header.isIndexed() ? new BmpPicture(header, file).indices(reading) : null;
  }

  private Picture picture(float[][] planes, float @Nullable [] alpha, boolean deep) {
    return new Picture(
        Image.of(header.width(), header.height(), planes),
        alpha == null ? null : Image.of(header.width(), header.height(), alpha),
        deep ? 16 : 8,
        Metadata.NONE,
        null);
  }

  /** The row of the picture that is the so-manieth of the file. */
  private int row(int stored) {
    return header.topDown() ? stored : header.height() - 1 - stored;
  }

  private void requireWhole(Reading reading) throws TruncatedException {
    if (rowsRead < header.height() && !reading.damageAccepted()) {
      throw new TruncatedException();
    } else if (rowsRead < header.height()) {
      reading.noteMissing(1 - rowsRead / (double) header.height());
    }
  }

  private int[] indices(Reading reading) throws TruncatedException {
    int[] indices = new int[header.width() * header.height()];
    if (header.compression() == BmpFile.NONE) {
      readIndices(indices);
    } else {
      readRuns(indices);
    }
    requireWhole(reading);
    return indices;
  }

  private void readIndices(int[] indices) {
    int bits = header.bits();
    for (int y = 0; y < header.height(); y++) {
      long start = header.start() + y * header.rowBytes();
      if (start < 0 || start + ((long) header.width() * bits + 7) / 8 > file.length) {
        return;
      }
      for (int x = 0; x < header.width(); x++) {
        int octet = file[(int) (start + (long) x * bits / 8)];
        int shift = 8 - bits - x * bits % 8;
        indices[row(y) * header.width() + x] = octet >> shift & ((1 << bits) - 1);
      }
      rowsRead++;
    }
  }

  /** Runs of one index, or of two that take turns; what no run reaches has index 0. */
  private void readRuns(int[] indices) {
    int x = 0;
    int at = Math.max(0, header.start());
    while (at + 1 < file.length && rowsRead < header.height()) {
      int count = file[at++] & 0xff;
      int value = file[at++] & 0xff;
      if (count > 0) {
        for (int i = 0; i < count; i++) {
          put(indices, x++, half(value, i));
        }
      } else if (value == 0) {
        x = 0;
        rowsRead++;
      } else if (value == 1) {
        rowsRead = header.height(); // the end
      } else if (value == 2 && at + 1 < file.length) {
        x += file[at++] & 0xff;
        rowsRead += file[at++] & 0xff;
      } else if (value > 2) {
        int octets = header.bits() == 8 ? value : (value + 1) / 2;
        for (int i = 0; i < value && at + i * header.bits() / 8 < file.length; i++) {
          put(indices, x++, half(file[at + i * header.bits() / 8], i));
        }
        at += octets + (octets & 1);
      }
    }
    rowsRead = Math.min(rowsRead + (x >= header.width() ? 1 : 0), header.height());
  }

  private int half(int octet, int i) {
    return header.bits() == 8 ? octet & 0xff : octet >> (i % 2 == 0 ? 4 : 0) & 15;
  }

  private void put(int[] indices, int x, int value) {
    if (x < header.width() && rowsRead < header.height()) {
      indices[row(rowsRead) * header.width() + x] = value;
    }
  }

  private Picture indexed(int[] indices, boolean inColour) throws DamagedException {
    int[] palette = header.palette();
    boolean grey =
        Arrays.stream(palette)
            .allMatch(c -> (c & 0xff) == (c >> 8 & 0xff) && (c >> 16) == (c & 0xff));
    float[][] planes = new float[grey && !inColour ? 1 : 3][indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] >= palette.length) {
        throw new DamagedException("a pixel's colour is not in its palette");
      }
      for (int c = 0; c < planes.length; c++) {
        planes[c][i] = (palette[indices[i]] >> (16 - 8 * c) & 0xff) / 255f;
      }
    }
    return picture(planes, null, false);
  }

  private Picture direct(Reading reading) throws DamagedException, TruncatedException {
    int[] masks = header.masks();
    boolean hasAlpha = masks.length > 0 && masks[3] != 0;
    float[][] planes = new float[hasAlpha ? 4 : 3][header.width() * header.height()];
    for (int y = 0; y < header.height(); y++) {
      long start = header.start() + y * header.rowBytes();
      if (start < 0 || start + (long) header.width() * header.bits() / 8 > file.length) {
        break;
      }
      for (int x = 0; x < header.width(); x++) {
        put(planes, row(y) * header.width() + x, (int) start + x * header.bits() / 8);
      }
      rowsRead++;
    }
    requireWhole(reading);
    boolean opaque = true; // some writers name bits for alpha and leave them all 0
    for (int i = 0; hasAlpha && i < planes[3].length; i++) {
      opaque &= planes[3][i] == 0;
    }
    boolean deep = Arrays.stream(masks).limit(3).anyMatch(mask -> Integer.bitCount(mask) > 8);
    return picture(Arrays.copyOf(planes, 3), hasAlpha && !opaque ? planes[3] : null, deep);
  }

  private void put(float[][] planes, int pixel, int at) throws DamagedException {
    if (header.bits() == 24) {
      for (int c = 0; c < 3; c++) {
        planes[c][pixel] = (file[at + 2 - c] & 0xff) / 255f;
      }
      return;
    }
    long value = 0;
    for (int i = header.bits() / 8 - 1; i >= 0; i--) {
      value = value << 8 | (file[at + i] & 0xff);
    }
    for (int c = 0; c < planes.length; c++) {
      long mask = header.masks()[c] & 0xffffffffL;
      if (mask == 0) {
        throw new DamagedException("it does not say which bits are which colour");
      }
      int shift = Long.numberOfTrailingZeros(mask);
      planes[c][pixel] = ((value & mask) >> shift) / (float) (mask >> shift);
    }
  }
}
