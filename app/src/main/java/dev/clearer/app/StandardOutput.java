package dev.clearer.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Records write errors of a stream, which Java's print classes hide. */
final class StandardOutput extends FilterOutputStream {
  private volatile @Nullable IOException error;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** The first error; null if there was none. */
  @Nullable IOException error() {
    return error;
  }

  private void record(IOException e) {
    if (error == null) {
      error = e;
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    try {
      out.write(bytes, start, length);
    } catch (IOException e) {
      record(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      record(e);
      throw e;
    }
  }
}
