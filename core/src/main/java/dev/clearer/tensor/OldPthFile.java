package dev.clearer.tensor;

import dev.clearer.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's checkpoint format before version 1.6 (and since, with {@code
 * _use_new_zipfile_serialization=False}): five pickles after one another (a magic number, the
 * format's version, facts about the machine, the state dict, the list of the storages' keys), then
 * for each key the number of elements (8 bytes, little-endian) and the elements.
 */
final class OldPthFile {
  /** First bytes of such a file: protocol 2, a long integer of 10 bytes. */
  static final int START = 0x80028a0a;

  /** The rest of the first pickle: the magic number 0x1950a86a20f9469cfc6c, and STOP. */
  private static final byte[] MAGIC = {
    0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19, '.'
  };

  private static final int VERSION = 1001;

  /** Limit for the pickles, which hold names and shapes only. */
  private static final int MOST_PICKLED = 1 << 28;

  private final ByteSource file;
  private final String name;

  private OldPthFile(ByteSource file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Reads a file that begins with {@link #START}.
   *
   * @throws InputException if it is damaged or holds anything but tensors
   */
  static Weights read(ByteSource file, String name) throws IOException {
    return new OldPthFile(file, name).read();
  }

  private Weights read() throws IOException {
    int pickled = (int) Math.min(file.size(), MOST_PICKLED);
    BufferStream stream = new BufferStream(file.slice(0, pickled));
    byte[] magic = stream.skipped(Integer.BYTES).readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw Safetensors.damaged(name, "its magic number is wrong");
    }
    requireVersion(TensorPickle.load(stream, name));
    requireLittleEndian(TensorPickle.load(stream, name));
    TensorPickle pickle = new TensorPickle(name);
    Object root = pickle.loadNext(stream);
    Object keys = TensorPickle.load(stream, name);
    Map<String, ByteBuffer> storages = storages(keys, pickle.storages(), stream.position());
    return new StateDict(name, file.size())
        .read(root, storage -> storages.getOrDefault(storage.key(), ByteBuffer.allocate(0)));
  }

  private void requireVersion(@Nullable Object version) {
    if (!Integer.valueOf(VERSION).equals(version)) {
      throw new InputException(
          "%s has another version of PyTorch's old format than %d. Save it with a newer PyTorch."
              .formatted(name, VERSION));
    }
  }

  private void requireLittleEndian(@Nullable Object machine) {
    if (machine instanceof Map<?, ?> facts && Boolean.FALSE.equals(facts.get("little_endian"))) {
      throw PthFile.bigEndian(name);
    }
  }

  /** The elements of all storages, which follow each other from {@code start} on. */
  private Map<String, ByteBuffer> storages(
      @Nullable Object keys, Map<String, TensorPickle.Storage> known, long start)
      throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw Safetensors.damaged(name, "it does not list its storages");
    }
    Map<String, ByteBuffer> storages = new HashMap<>();
    long position = start;
    for (Object key : list) {
      TensorPickle.Storage storage = key instanceof String text ? known.get(text) : null;
      if (storage == null) {
        throw Safetensors.damaged(name, "it lists a storage that no tensor uses");
      }
      ByteBuffer elements = elements(storage, position);
      storages.put(storage.key(), elements);
      position += Long.BYTES + elements.remaining();
    }
    return storages;
  }

  private ByteBuffer elements(TensorPickle.Storage storage, long position) throws IOException {
    long left = file.size() - position - Long.BYTES;
    if (left < 0) {
      throw Safetensors.damaged(name, "it ends before its storages");
    }
    long count = file.slice(position, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int itemBytes = storage.type().bytes();
    if (count != storage.elements() || count > left / itemBytes) {
      throw Safetensors.damaged(
          name, "the storage \"%s\" is of a wrong length".formatted(storage.key()));
    }
    return file.slice(position + Long.BYTES, Math.toIntExact(count * itemBytes));
  }

  /** The bytes of a buffer; knows how many were read. */
  private static final class BufferStream extends InputStream {
    private final ByteBuffer bytes;

    BufferStream(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    BufferStream skipped(int count) {
      bytes.position(bytes.position() + count);
      return this;
    }

    long position() {
      return bytes.position();
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length > 0 && !bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }

    @Override
    public int available() {
      return bytes.remaining();
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public void mark(int limit) {
      bytes.mark();
    }

    @Override
    public void reset() {
      bytes.reset();
    }
  }
}
