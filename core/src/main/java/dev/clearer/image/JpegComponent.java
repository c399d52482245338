package dev.clearer.image;

import java.util.Arrays;

/** One component of a JPEG picture, such as brightness, and what {@link JpegWalk} saw of it. */
final class JpegComponent {
  private static final int COEFFICIENTS = 64;
  private static final int NOT_SEEN = 16;

  private final byte id;
  private final Sampling sampling;
  private final Size size;
  private final Size padded;
  private final long[] nonZero;
  private final boolean[] begun;

  /** The bit down to which each coefficient is known: 0 is all of it. */
  private final int[] bits = new int[COEFFICIENTS];

  private int dc;
  private int ac;

  /** Blocks of a component in a unit of the picture. */
  record Sampling(int across, int down) {}

  /** Blocks of 8x8 samples, across and down. */
  record Size(int width, int height) {}

  JpegComponent(byte id, Sampling sampling, Size size, Size padded) {
    this.id = id;
    this.sampling = sampling;
    this.size = size;
    this.padded = padded;
    int blocks = Math.multiplyExact(padded.width, padded.height);
    nonZero = new long[blocks];
    begun = new boolean[blocks];
    Arrays.fill(bits, NOT_SEEN);
  }

  byte id() {
    return id;
  }

  Sampling sampling() {
    return sampling;
  }

  /** Blocks that hold pixels, of which a scan of this component alone consists. */
  Size size() {
    return size;
  }

  /** Notes which Huffman tables the scan uses. */
  void uses(int dcTable, int acTable) {
    dc = dcTable;
    ac = acTable;
  }

  int dc() {
    return dc;
  }

  int ac() {
    return ac;
  }

  /** The index of a block. */
  int block(int x, int y) {
    return y * padded.width + x;
  }

  void begin(int block) {
    begun[block] = true;
  }

  boolean has(int block, int coefficient) {
    return (nonZero[block] >> coefficient & 1) != 0;
  }

  /** Notes that a coefficient is not 0. */
  void set(int block, int coefficient) {
    if (coefficient < COEFFICIENTS) {
      nonZero[block] |= 1L << coefficient;
    }
  }

  /** Notes that a scan of some coefficients came to its end. */
  void finish(int first, int last, int bit) {
    Arrays.fill(bits, first, last + 1, bit);
  }

  /** Whether every bit of every coefficient is there. */
  boolean isComplete() {
    return Arrays.stream(bits).allMatch(bit -> bit == 0);
  }

  /** How many blocks hold pixels. */
  long blocks() {
    return (long) size.width * size.height;
  }

  /** How many of them were seen at all. */
  long blocksBegun() {
    long count = 0;
    for (int y = 0; y < size.height; y++) {
      for (int x = 0; x < size.width; x++) {
        count += begun[block(x, y)] ? 1 : 0;
      }
    }
    return count;
  }
}
