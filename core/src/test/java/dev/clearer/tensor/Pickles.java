package dev.clearer.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** PyTorch checkpoints made by hand: pieces of pickles, and the zip around them. */
final class Pickles {
  private Pickles() {}

  /** A whole pickle that leaves {@code value}. */
  static byte[] pickle(byte[] value) {
    return join(new byte[] {(byte) 0x80, 2}, value, ascii("."));
  }

  /** A dict of the given values by their names. */
  static byte[] dict(Object... namesAndValues) {
    byte[] all = ascii("}(");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all = join(all, text((String) namesAndValues[i]), (byte[]) namesAndValues[i + 1]);
    }
    return join(all, ascii("u"));
  }

  /** A float32 tensor that looks at a storage of {@code elements}. */
  static byte[] view(String storage, int elements, int offset, byte[] shape, byte[] strides) {
    byte[] id =
        join(
            ascii("("),
            text("storage"),
            global("torch", "FloatStorage"),
            text(storage),
            text("cpu"),
            number(elements),
            ascii("tQ"));
    byte[] arguments =
        join(ascii("("), id, number(offset), shape, strides, ascii("\u0089"), hooks(), ascii("t"));
    return join(global("torch._utils", "_rebuild_tensor_v2"), arguments, ascii("R"));
  }

  private static byte[] hooks() {
    return join(global("collections", "OrderedDict"), ascii(")R"));
  }

  /** A contiguous vector that is a whole storage. */
  static byte[] vector(String storage, int elements) {
    return view(storage, elements, 0, tuple(elements), tuple(1));
  }

  static byte[] tuple(int... numbers) {
    byte[] all = ascii("(");
    for (int number : numbers) {
      all = join(all, number(number));
    }
    return join(all, ascii("t"));
  }

  static byte[] number(int number) {
    return ByteBuffer.allocate(5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'J')
        .putInt(number)
        .array();
  }

  static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + utf8.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'X')
        .putInt(utf8.length)
        .put(utf8)
        .array();
  }

  static byte[] global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  /** One byte a character. */
  static byte[] ascii(String instructions) {
    return instructions.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The bytes of a storage. */
  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** Writes a checkpoint as PyTorch lays it out. */
  static Path checkpoint(Path file, byte[] pickle, Map<String, byte[]> storages) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, "archive/data.pkl", pickle);
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        put(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
      put(zip, "archive/version", ascii("3\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /**
   * Writes a checkpoint as PyTorch did before version 1.6.
   *
   * @param pickle a whole pickle, as {@link #pickle} makes it
   * @param storages their float32 elements
   */
  static byte[] oldCheckpoint(byte[] pickle, SortedMap<String, byte[]> storages) {
    byte[] keys = ascii("](");
    byte[] elements = {};
    for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
      keys = join(keys, text(storage.getKey()));
      elements = join(elements, count(storage.getValue().length / 4), storage.getValue());
    }
    return join(oldStart(1001, true), pickle, pickle(join(keys, ascii("e"))), elements);
  }

  /** What comes before the state dict: magic number, version, byte order. */
  static byte[] oldStart(int version, boolean littleEndian) {
    byte[] magic = ascii("\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019");
    byte[] machine =
        dict(
            "protocol_version", number(1001),
            "little_endian", ascii(littleEndian ? "\u0088" : "\u0089"));
    return join(pickle(magic), pickle(number(version)), pickle(machine));
  }

  /** A number of elements, 8 bytes. */
  static byte[] count(long count) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(count).array();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
