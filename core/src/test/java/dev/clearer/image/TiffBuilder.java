package dev.clearer.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes small TIFF files bit by bit: any number of bits a sample, one strip, not compressed. */
final class TiffBuilder {
  private final TreeMap<Integer, long[]> tags = new TreeMap<>();
  private final ByteOrder order;
  private byte[] pixels = {};

  TiffBuilder(ByteOrder order, int width, int height) {
    this.order = order;
    tag(256, width).tag(257, height).tag(259, 1).tag(278, height);
  }

  /** Sets a tag: numbers over 65535 become longs, others shorts. */
  TiffBuilder tag(int tag, long... values) {
    tags.put(tag, values);
    return this;
  }

  /**
   * Packs integers, a row of bytes a row of pixels.
   *
   * @param bits of each sample of a pixel
   */
  TiffBuilder samples(int photometric, int[] bits, long... values) {
    long[] told = new long[bits.length];
    for (int i = 0; i < bits.length; i++) {
      told[i] = bits[i];
    }
    tag(258, told).tag(262, photometric).tag(277, bits.length);
    int perRow = (int) Objects.requireNonNull(tags.get(256))[0] * bits.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int start = 0; start < values.length; start += perRow) {
      out.writeBytes(row(bits, values, start, perRow));
    }
    pixels = out.toByteArray();
    return this;
  }

  private byte[] row(int[] bits, long[] values, int start, int count) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int size = bits[i % bits.length];
      StringBuilder sample = new StringBuilder();
      for (int bit = size - 1; bit >= 0; bit--) {
        sample.append((values[start + i] >> bit & 1) == 1 ? '1' : '0');
      }
      boolean swapped = size % 8 == 0 && order == ByteOrder.LITTLE_ENDIAN;
      for (int octet = 0; swapped && octet < size / 8; octet++) {
        row.append(sample, size - 8 * octet - 8, size - 8 * octet);
      }
      row.append(swapped ? "" : sample);
    }
    while (row.length() % 8 != 0) {
      row.append('0');
    }
    byte[] packed = new byte[row.length() / 8];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) Integer.parseInt(row.substring(8 * i, 8 * i + 8), 2);
    }
    return packed;
  }

  /** The whole file. */
  byte[] file() {
    tag(279, pixels.length).tag(273, 8);
    int directory = 8 + pixels.length + (pixels.length & 1);
    int data = directory + 2 + 12 * tags.size() + 4;
    ByteBuffer out = ByteBuffer.allocate(data + 500_000).order(order);
    out.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.ISO_8859_1));
    out.putShort((short) 42).putInt(directory).put(pixels).position(directory);
    out.putShort((short) tags.size());
    for (Map.Entry<Integer, long[]> tag : tags.entrySet()) {
      boolean large = java.util.Arrays.stream(tag.getValue()).anyMatch(v -> v > 65535);
      int size = (large ? 4 : 2) * tag.getValue().length;
      int entry = out.position();
      out.putShort((short) (int) tag.getKey()).putShort((short) (large ? 4 : 3));
      out.putInt(tag.getValue().length);
      out.putInt(size > 4 ? data : 0);
      int at = size > 4 ? data : entry + 8;
      for (long value : tag.getValue()) {
        if (large) {
          out.putInt(at, (int) value);
        } else {
          out.putShort(at, (short) value);
        }
        at += large ? 4 : 2;
      }
      data = size > 4 ? at + (at & 1) : data;
    }
    return java.util.Arrays.copyOf(out.array(), Math.max(data, out.position() + 4));
  }
}
