package dev.clearer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the files with an independent reader that follows the definitions of the formats. */
class EventFileTest {
  @TempDir Path folder;

  private List<ByteBuffer> events() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      assertEquals(0, file.getFileName().toString().indexOf("events.out.tfevents."));
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      List<ByteBuffer> records = new ArrayList<>();
      while (bytes.hasRemaining()) {
        ByteBuffer length = bytes.slice(bytes.position(), 8);
        int size = (int) bytes.getLong();
        assertEquals(masked(length), bytes.getInt(), "checksum of the length");
        ByteBuffer data = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + size);
        assertEquals(masked(data), bytes.getInt(), "checksum of the data");
        records.add(data);
      }
      return records;
    }
  }

  /** CRC-32C computed bit by bit, then rotated and shifted as TFRecord requires. */
  private static int masked(ByteBuffer data) {
    int crc = ~0;
    for (int i = 0; i < data.limit(); i++) {
      crc ^= data.get(i) & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  /** The fields of a protocol buffer: integers as Long, messages as their bytes. */
  private static Map<Integer, Object> fields(ByteBuffer message) {
    ByteBuffer rest = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, Object> fields = new LinkedHashMap<>();
    while (rest.hasRemaining()) {
      long key = varint(rest);
      Object value =
          switch ((int) key & 7) {
            case 0 -> varint(rest);
            case 1 -> rest.getDouble();
            case 5 -> rest.getFloat();
            case 2 -> {
              int size = (int) varint(rest);
              ByteBuffer part = rest.slice(rest.position(), size);
              rest.position(rest.position() + size);
              yield part;
            }
            default -> throw new IllegalStateException("wire type " + key);
          };
      fields.put((int) key >>> 3, value);
    }
    return fields;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = bytes.get();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  private static Map<Integer, Object> message(Map<Integer, Object> parent, int field) {
    return fields((ByteBuffer) parent.getOrDefault(field, ByteBuffer.allocate(0)));
  }

  private static byte[] bytes(Map<Integer, Object> parent, int field) {
    ByteBuffer buffer =
        ((ByteBuffer) parent.getOrDefault(field, ByteBuffer.allocate(0))).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static String text(Map<Integer, Object> parent, int field) {
    return new String(bytes(parent, field), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    byte[] picture = {1, -2, 3};
    try (EventFile file = EventFile.in(folder, 300)) {
      file.scalar(301, "train/loss", 0.25);
      file.image(1L << 40, "examples/a", 640, 480, picture);
    }
    List<ByteBuffer> events = events();
    assertEquals(4, events.size());
    assertEquals("brain.Event:2", text(fields(events.get(0)), 3));
    Map<Integer, Object> session = fields(events.get(1));
    assertEquals(301L, session.get(2), "later steps of earlier files are discarded");
    assertEquals(1L, message(session, 7).get(1));
    Map<Integer, Object> scalar = fields(events.get(2));
    assertEquals(301L, scalar.get(2));
    double time = (Double) scalar.getOrDefault(1, 0.0);
    assertEquals(System.currentTimeMillis() / 1e3, time, 100);
    Map<Integer, Object> value = message(message(scalar, 5), 1);
    assertEquals("train/loss", text(value, 1));
    assertEquals(0.25f, value.get(2));
    Map<Integer, Object> image = fields(events.get(3));
    assertEquals(1L << 40, image.get(2));
    Map<Integer, Object> shown = message(message(message(image, 5), 1), 4);
    assertEquals(List.of(480L, 640L, 3L), List.of(shown.get(1), shown.get(2), shown.get(3)));
    assertArrayEquals(picture, bytes(shown, 4));
  }

  @Test
  void theChecksumHasItsPublishedCheckValue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = 0xe3069283; // CRC-32C's published check value
    assertEquals(((crc >>> 15) | (crc << 17)) + 0xa282ead8, masked(ByteBuffer.wrap(digits)));
  }
}
