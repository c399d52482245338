package dev.clearer.app;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Escapes control characters for a terminal: file names and messages about file contents may
 * contain them.
 */
final class SafeWriter extends FilterWriter {
  private boolean trusting;

  SafeWriter(Writer out) {
    super(out);
  }

  /**
   * Whether to pass control characters through, for the program's own text such as coloured help.
   */
  void trust(boolean everything) {
    trusting = everything;
  }

  @Override
  public void write(int c) throws IOException {
    write(new char[] {(char) c}, 0, 1);
  }

  @Override
  public void write(char[] text, int start, int length) throws IOException {
    if (trusting) {
      out.write(text, start, length);
      return;
    }
    StringBuilder safe = new StringBuilder(length);
    for (int i = start; i < start + length; i++) {
      Printable.append(safe, text[i], true);
    }
    out.write(safe.toString());
  }

  @Override
  public void write(String text, int start, int length) throws IOException {
    write(text.toCharArray(), start, length);
  }
}
