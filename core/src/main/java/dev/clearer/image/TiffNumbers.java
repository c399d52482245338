package dev.clearer.image;

import java.nio.ByteOrder;

/**
 * The numbers in a row of packed samples. Those of whole bytes have the file's byte order, others
 * are bits after bits from the highest on.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one row
record TiffNumbers(byte[] row, ByteOrder order, TiffLayout.Kind kind) {
  /** The number of {@code bits} bits that begins at a bit of the row. */
  float at(long bit, int bits) {
    long raw = bits % 8 == 0 && bit % 8 == 0 ? bytes((int) (bit / 8), bits / 8) : pick(bit, bits);
    return switch (kind) {
      case UNSIGNED -> raw;
      case SIGNED -> raw << (64 - bits) >> (64 - bits);
      case FLOAT -> floating(raw, bits);
    };
  }

  private long bytes(int at, int octets) {
    long value = 0;
    for (int i = 0; i < octets; i++) {
      int octet = order == ByteOrder.BIG_ENDIAN ? at + i : at + octets - 1 - i;
      value = value << 8 | (row[octet] & 0xff);
    }
    return value;
  }

  private long pick(long bit, int bits) {
    long value = 0;
    for (long i = bit; i < bit + bits; i++) {
      value = value << 1 | (row[(int) (i >> 3)] >> (7 - (i & 7)) & 1);
    }
    return value;
  }

  private static float floating(long raw, int bits) {
    return switch (bits) {
      case 16 -> small(raw, 5, 10);
      case 24 -> small(raw, 7, 16);
      case 32 -> Float.intBitsToFloat((int) raw);
      default -> (float) Double.longBitsToDouble(raw);
    };
  }

  /** The value of the 16 bits of an IEEE 754 half. */
  static float half(short bits) {
    return small(bits & 0xffff, 5, 10);
  }

  /** A float with fewer bits of exponent and fraction than Java's. */
  private static float small(long raw, int exponentBits, int fractionBits) {
    int most = (1 << exponentBits) - 1;
    int exponent = (int) (raw >> fractionBits) & most;
    long fraction = raw & ((1L << fractionBits) - 1);
    float sign = (raw >> (exponentBits + fractionBits) & 1) == 0 ? 1 : -1;
    if (exponent == most) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    int bias = most / 2;
    double part = Math.scalb((double) fraction, -fractionBits);
    return exponent == 0
        ? (float) (sign * Math.scalb(part, 1 - bias))
        : (float) (sign * Math.scalb(1 + part, exponent - bias));
  }
}
