package dev.clearer.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A file in memory that gives up on a decoder which, misled by damage, reads on and on. */
final class FiniteStream extends MemoryCacheImageInputStream {
  private static final int MOST_READS_PAST_END = 1000;
  private int readsPastEnd;

  FiniteStream(byte[] file) {
    super(new ByteArrayInputStream(file));
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return checked(super.read(target, offset, length));
  }

  /** Not an IOException: decoders catch that and go on. */
  private int checked(int result) {
    if (result < 0 && ++readsPastEnd > MOST_READS_PAST_END) {
      throw new IllegalStateException("the decoder reads on behind the end of the file");
    }
    return result;
  }
}
