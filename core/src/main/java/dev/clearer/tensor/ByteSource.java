package dev.clearer.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Objects;

/** Bytes that can be read slice by slice. */
interface ByteSource {
  /** Total length in bytes. */
  long size() throws IOException;

  /** The bytes [offset, offset + count), which must exist. */
  ByteBuffer slice(long offset, int count) throws IOException;

  /** A byte array. */
  record InMemory(ByteBuffer bytes) implements ByteSource {
    InMemory(byte[] bytes) {
      this(ByteBuffer.wrap(bytes));
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public ByteBuffer slice(long offset, int count) {
      Objects.checkFromIndexSize(offset, count, size());
      return bytes.slice((int) offset, count);
    }
  }

  /** A file of any length, mapped into memory slice by slice. */
  record Mapped(FileChannel channel) implements ByteSource {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public ByteBuffer slice(long offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, size());
      return count == 0 ? ByteBuffer.allocate(0) : channel.map(MapMode.READ_ONLY, offset, count);
    }
  }
}
