package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import dev.clearer.image.Reading.TruncatedException;
import dev.clearer.image.Reading.UnsupportedException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The samples of a TIFF picture as they are stored, of 1 to 32 bits or floating-point, in strips or
 * tiles, together or in planes, unpacked by {@link TiffStrips}.
 */
final class TiffSamples {
  private static final int HORIZONTAL = 2;
  private static final int FLOATING_POINT = 3;

  private final TiffLayout layout;
  private final byte[] file;

  /** The first samples of a pixel that are wanted, and which they are. */
  private final int[] wanted;

  private final float[][] planes;
  private long missing;

  private TiffSamples(TiffLayout layout, byte[] file, int[] wanted) {
    this.layout = layout;
    this.file = file;
    this.wanted = wanted;
    planes = new float[wanted.length][Math.multiplyExact(layout.width(), layout.height())];
  }

  /**
   * Reads samples as numbers, row-major.
   *
   * @param wanted which samples of a pixel
   * @return a plane for each
   */
  static float[][] read(TiffLayout layout, byte[] file, Reading reading, int... wanted)
      throws DamagedException, TruncatedException, UnsupportedException {
    TiffSamples samples = new TiffSamples(layout, file, wanted);
    samples.readAll();
    if (samples.missing > 0) {
      if (!reading.damageAccepted()) {
        throw new TruncatedException();
      }
      reading.noteMissing(samples.missing / ((double) wanted.length * samples.planes[0].length));
    }
    return samples.planes;
  }

  private void readAll() throws DamagedException, UnsupportedException {
    TiffLayout.Chunks chunks = layout.chunks();
    int across = (layout.width() + chunks.width() - 1) / chunks.width();
    int down = (layout.height() + chunks.height() - 1) / chunks.height();
    requirePredictable();
    for (int i = 0; i < wanted.length; i += layout.planar() ? 1 : wanted.length) {
      for (int chunk = 0; chunk < across * down; chunk++) {
        int index = layout.planar() ? wanted[i] * across * down + chunk : chunk;
        int x = chunk % across * chunks.width();
        int y = chunk / across * chunks.height();
        readChunk(index, new Place(x, y, i));
      }
    }
  }

  /** Where a chunk lies: its upper left corner, and the first of the planes that it fills. */
  private record Place(int x, int y, int plane) {}

  private void requirePredictable() throws UnsupportedException {
    int bits = layout.bits()[0];
    boolean even = Arrays.stream(layout.bits()).allMatch(b -> b == bits);
    boolean integers = layout.kind() != TiffLayout.Kind.FLOAT;
    boolean fine =
        switch (layout.predictor()) {
          case 1 -> true;
          case HORIZONTAL -> even && (bits == 8 || bits == 16 || bits == 32);
          case FLOATING_POINT -> even && !integers;
          default -> false;
        };
    if (!fine) {
      throw new UnsupportedException(
          "predictor %d with samples of %d bits".formatted(layout.predictor(), bits));
    }
  }

  private void readChunk(int index, Place at) throws DamagedException, UnsupportedException {
    TiffLayout.Chunks chunks = layout.chunks();
    int width = Math.min(chunks.width(), layout.width() - at.x);
    int height = Math.min(chunks.height(), layout.height() - at.y);
    int rows = chunks.tiles() ? chunks.height() : height;
    int filled = layout.planar() ? 1 : wanted.length;
    long rowBits =
        layout.planar()
            ? (long) layout.bits()[wanted[at.plane]] * chunks.width()
            : Arrays.stream(layout.bits()).asLongStream().sum() * chunks.width();
    long rowBytes = (rowBits + 7) / 8;
    if (rowBytes > Integer.MAX_VALUE) {
      throw new DamagedException("its rows are longer than memory");
    }
    byte[] packed = packed(index, rowBytes * rows);
    byte[] bytes = TiffStrips.unpacked(layout.compression(), packed, rowBytes * rows);
    int whole = Math.min(height, (int) (bytes.length / rowBytes));
    missing += (long) (height - whole) * width * filled;
    for (int y = 0; y < whole; y++) {
      byte[] row = Arrays.copyOfRange(bytes, (int) (y * rowBytes), (int) ((y + 1) * rowBytes));
      undoPrediction(row);
      readRow(row, width, at, (at.y + y) * layout.width() + at.x);
    }
  }

  /** The bytes of a chunk as far as the file has them. */
  private byte[] packed(int index, long plainLength) {
    TiffLayout.Chunks chunks = layout.chunks();
    long[] lengths = chunks.lengths();
    if (index >= chunks.offsets().length) {
      return new byte[0];
    }
    long start = Math.min(chunks.offsets()[index], file.length);
    boolean plain = layout.compression() == TiffCompression.NONE;
    long told = lengths == null || index >= lengths.length ? 0 : lengths[index];
    long length = told > 0 ? told : plain ? plainLength : file.length;
    int end = (int) Math.min(file.length, start + length);
    byte[] packed = Arrays.copyOfRange(file, (int) start, end);
    if (layout.mirrored()) {
      for (int i = 0; i < packed.length; i++) {
        packed[i] = (byte) (Integer.reverse(packed[i]) >>> 24);
      }
    }
    return packed;
  }

  private void undoPrediction(byte[] row) {
    int step = layout.planar() ? 1 : layout.samples();
    int octets = layout.bits()[0] / 8;
    if (layout.predictor() == HORIZONTAL) {
      addUp(row, step, octets);
    } else if (layout.predictor() == FLOATING_POINT) {
      for (int i = step; i < row.length; i++) {
        row[i] += row[i - step];
      }
      unshuffle(row, octets);
    }
  }

  private void addUp(byte[] row, int step, int octets) {
    boolean little = layout.page().bytes().order() == ByteOrder.LITTLE_ENDIAN;
    for (int at = step * octets; at + octets <= row.length; at += octets) {
      int carry = 0;
      for (int i = 0; i < octets; i++) {
        int octet = at + (little ? i : octets - 1 - i);
        int sum = (row[octet] & 0xff) + (row[octet - step * octets] & 0xff) + carry;
        row[octet] = (byte) sum;
        carry = sum >> 8;
      }
    }
  }

  /** Predicted floats lie byte by byte, the first bytes of all, then the second, and so on. */
  private void unshuffle(byte[] row, int octets) {
    byte[] shuffled = row.clone();
    int values = row.length / octets;
    boolean little = layout.page().bytes().order() == ByteOrder.LITTLE_ENDIAN;
    for (int value = 0; value < values; value++) {
      for (int i = 0; i < octets; i++) {
        int place = little ? octets - 1 - i : i;
        row[value * octets + place] = shuffled[i * values + value];
      }
    }
  }

  private void readRow(byte[] row, int width, Place at, int target) {
    TiffNumbers numbers = new TiffNumbers(row, layout.page().bytes().order(), layout.kind());
    if (layout.planar()) {
      int bits = layout.bits()[wanted[at.plane]];
      for (int x = 0; x < width; x++) {
        planes[at.plane][target + x] = numbers.at((long) x * bits, bits);
      }
      return;
    }
    int[] bits = layout.bits();
    long pixelBits = Arrays.stream(bits).asLongStream().sum();
    for (int i = 0; i < wanted.length; i++) {
      long first = Arrays.stream(bits).limit(wanted[i]).asLongStream().sum();
      for (int x = 0; x < width; x++) {
        planes[i][target + x] = numbers.at(first + x * pixelBits, bits[wanted[i]]);
      }
    }
  }
}
