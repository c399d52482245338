package dev.clearer.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Remembers that a stream could not be written to, which Java's printing classes only hide. */
final class StandardOutput extends FilterOutputStream {
  private volatile @Nullable IOException fault;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** What went wrong first; null if nothing did. */
  @Nullable IOException fault() {
    return fault;
  }

  private void remember(IOException error) {
    if (fault == null) {
      fault = error;
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
      remember(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      remember(e);
      throw e;
    }
  }
}
