package dev.clearer.report;

import dev.clearer.InputException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * An event file for TensorBoard: records in TensorFlow's TFRecord format, each a protocol buffer
 * {@code Event}.
 */
public final class EventFile implements AutoCloseable {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int RGB = 3;
  private static final long SESSION_START = 1;

  private final Path file;
  private final OutputStream out;

  private EventFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Creates a file in {@code folder}, which is created if missing. TensorBoard then discards what
   * earlier files in the folder hold for steps after {@code step}.
   *
   * @throws InputException if it cannot be written
   */
  public static EventFile in(Path folder, long step) {
    Path file =
        folder.resolve(
            "events.out.tfevents.%d.%08d.clearer".formatted(System.currentTimeMillis(), step));
    try {
      Files.createDirectories(folder);
      EventFile events = new EventFile(file, new BufferedOutputStream(Files.newOutputStream(file)));
      events.event(0, event -> event.text(3, "brain.Event:2"));
      events.event(
          step + 1, event -> event.message(7, session -> session.number(1, SESSION_START)));
      return events;
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Writes a number for a step. */
  public void scalar(long step, String tag, double value) {
    summary(step, tag, item -> item.decimal(2, (float) value));
  }

  /** Writes a picture for a step, encoded as PNG or JPEG. */
  public void image(long step, String tag, int width, int height, byte[] encoded) {
    summary(
        step,
        tag,
        item ->
            item.message(
                4,
                image -> {
                  image.number(1, height);
                  image.number(2, width);
                  image.number(3, RGB);
                  image.bytes(4, encoded);
                }));
  }

  private void summary(long step, String tag, Consumer<Message> value) {
    event(
        step,
        event ->
            event.message(
                5,
                summary ->
                    summary.message(
                        1,
                        item -> {
                          item.text(1, tag);
                          value.accept(item);
                        })));
  }

  private void event(long step, Consumer<Message> content) {
    Message event = new Message();
    event.time(1, System.currentTimeMillis() / 1e3);
    event.number(2, step);
    content.accept(event);
    try {
      out.write(record(event.bytes.toByteArray()));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** TFRecord: length, its checksum, data, its checksum. */
  private static byte[] record(byte[] data) {
    byte[] length = littleEndian(Long.BYTES, bytes -> bytes.putLong(data.length));
    return littleEndian(
        length.length + data.length + 2 * Integer.BYTES,
        bytes ->
            bytes
                .put(length)
                .putInt(maskedChecksum(length))
                .put(data)
                .putInt(maskedChecksum(data)));
  }

  private static int maskedChecksum(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data, 0, data.length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
  }

  private static byte[] littleEndian(int size, Consumer<ByteBuffer> writer) {
    byte[] bytes = new byte[size];
    writer.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  /** Flushes the buffer to the file. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static InputException cannotWrite(Path file, IOException cause) {
    return new InputException(
        file + " cannot be written. Free disk space or fix its permissions.", cause);
  }

  /** Builds a protocol buffer message. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private void key(int field, int type) {
      varint((long) field << 3 | type);
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    void number(int field, long value) {
      key(field, VARINT);
      varint(value);
    }

    void time(int field, double value) {
      key(field, FIXED64);
      bytes.writeBytes(littleEndian(Double.BYTES, number -> number.putDouble(value)));
    }

    void decimal(int field, float value) {
      key(field, FIXED32);
      bytes.writeBytes(littleEndian(Float.BYTES, number -> number.putFloat(value)));
    }

    void text(int field, String value) {
      bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(int field, byte[] value) {
      key(field, BYTES);
      varint(value.length);
      bytes.writeBytes(value);
    }

    void message(int field, Consumer<Message> content) {
      Message message = new Message();
      content.accept(message);
      bytes(field, message.bytes.toByteArray());
    }
  }
}
