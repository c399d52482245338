package dev.clearer.app;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes datasets in the layout of MATLAB 7.3: 512 bytes of text, then an HDF5 file of version 0
 * with the names of the root group in a local heap, and with unsigned integers, which jHDF cannot
 * write.
 */
final class Hdf5Container {
  private static final int USER_BLOCK = 512;
  private static final int SUPERBLOCK = 96;
  private static final int SYMBOL = 40;
  private static final long UNDEFINED = -1;

  /** The number types of NYUv2's container. */
  enum Kind {
    UINT8(1),
    UINT16(2),
    FLOAT(4);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    /** The datatype message's 24 bytes. */
    private ByteBuffer message() {
      ByteBuffer message = little(24);
      if (this == FLOAT) {
        message.put((byte) 0x11).put(new byte[] {0x20, 31, 0}).putInt(bytes);
        message.putShort((short) 0).putShort((short) 32);
        return message.put(new byte[] {23, 8, 0, 23}).putInt(127);
      }
      message.put((byte) 0x10).put(new byte[3]).putInt(bytes);
      return message.putShort((short) 0).putShort((short) (8 * bytes));
    }
  }

  /** A dataset: its type, its shape, and {@code values} row-major. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Dataset(Kind kind, int[] shape, float[] values) {
    private int dataBytes() {
      return aligned(values.length * kind.bytes);
    }

    private int headerBytes() {
      return 16 + 8 + dimensionBytes() + 8 + 24 + 8 + 24;
    }

    private int dimensionBytes() {
      return 8 + 8 * shape.length;
    }

    /** Writes a version 1 object header at {@code at}: dimensions, type and address of the data. */
    private void writeHeader(ByteBuffer file, int at, int data) {
      objectHeader(file, at, 3, headerBytes() - 16);
      messageStart(file, 1, dimensionBytes());
      file.put((byte) 1).put((byte) shape.length).put(new byte[6]);
      for (int size : shape) {
        file.putLong(size);
      }
      messageStart(file, 3, 24);
      file.put(kind.message().rewind());
      messageStart(file, 8, 24);
      file.put((byte) 3).put((byte) 1).putLong(data).putLong((long) values.length * kind.bytes);
    }

    private void writeData(ByteBuffer file, int at) {
      file.position(at);
      for (float value : values) {
        switch (kind) {
          case UINT8 -> file.put((byte) value);
          case UINT16 -> file.putShort((short) value);
          case FLOAT -> file.putFloat(value);
        }
      }
    }
  }

  private final SortedMap<String, Dataset> datasets;
  private final int heap;
  private final int names;
  private final int nameBytes;
  private final int symbols;

  private Hdf5Container(SortedMap<String, Dataset> datasets) {
    this.datasets = datasets;
    int rootHeader = SUPERBLOCK;
    int tree = rootHeader + 16 + 8 + 16;
    heap = tree + 24 + 24;
    names = heap + 32;
    nameBytes = 8 + datasets.keySet().stream().mapToInt(name -> aligned(name.length() + 1)).sum();
    symbols = names + nameBytes;
  }

  /** The file's bytes. */
  static byte[] of(SortedMap<String, Dataset> datasets) {
    return new Hdf5Container(datasets).write();
  }

  private byte[] write() {
    int firstDataset = symbols + 8 + SYMBOL * datasets.size();
    int end = firstDataset;
    for (Dataset dataset : datasets.values()) {
      end += aligned(dataset.headerBytes()) + dataset.dataBytes();
    }
    byte[] all = new byte[USER_BLOCK + end];
    byte[] text = "MATLAB 7.3 MAT-file, made by a test".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, all, 0, text.length);
    ByteBuffer file = ByteBuffer.wrap(all, USER_BLOCK, end).slice().order(ByteOrder.LITTLE_ENDIAN);
    writeRoot(file, end);
    writeDatasets(file, firstDataset);
    return all;
  }

  private void writeRoot(ByteBuffer file, int end) {
    file.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    file.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0}).putShort((short) 4).putShort((short) 16);
    file.putInt(0).putLong(USER_BLOCK).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
    int tree = heap - 48;
    file.putLong(0).putLong(SUPERBLOCK).putInt(1).putInt(0).putLong(tree).putLong(heap);
    objectHeader(file, SUPERBLOCK, 1, 24);
    messageStart(file, 0x11, 16);
    file.putLong(tree).putLong(heap);
    file.put(ascii("TREE")).put((byte) 0).put((byte) 0).putShort((short) 1);
    file.putLong(UNDEFINED).putLong(UNDEFINED);
    int last = nameBytes - aligned(datasets.lastKey().length() + 1);
    file.putLong(0).putLong(symbols).putLong(last);
    file.put(ascii("HEAP")).putInt(0).putLong(nameBytes).putLong(1).putLong(names);
  }

  private void writeDatasets(ByteBuffer file, int first) {
    file.position(symbols);
    file.put(ascii("SNOD")).put((byte) 1).put((byte) 0).putShort((short) datasets.size());
    int name = 8;
    int at = first;
    Iterator<Map.Entry<String, Dataset>> entries = datasets.entrySet().iterator();
    for (int i = 0; entries.hasNext(); i++) {
      Map.Entry<String, Dataset> entry = entries.next();
      Dataset dataset = entry.getValue();
      file.position(symbols + 8 + SYMBOL * i);
      file.putLong(name).putLong(at);
      file.position(names + name);
      file.put(ascii(entry.getKey()));
      int data = at + aligned(dataset.headerBytes());
      dataset.writeHeader(file, at, data);
      dataset.writeData(file, data);
      name += aligned(entry.getKey().length() + 1);
      at = data + dataset.dataBytes();
    }
  }

  private static void objectHeader(ByteBuffer file, int at, int messages, int bytes) {
    file.position(at);
    file.put((byte) 1).put((byte) 0).putShort((short) messages).putInt(1).putInt(bytes).putInt(0);
  }

  private static void messageStart(ByteBuffer file, int type, int bytes) {
    int start = file.position();
    int misaligned = start % 8;
    file.position(misaligned == 0 ? start : start + 8 - misaligned);
    file.putShort((short) type).putShort((short) bytes).putInt(0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int aligned(int bytes) {
    return (bytes + 7) / 8 * 8;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
