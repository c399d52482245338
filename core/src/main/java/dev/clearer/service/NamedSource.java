package dev.clearer.service;

import dev.clearer.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model or folder, and what tables call it.
 *
 * @param name in tables
 * @param source a model's name, a file or a folder
 */
public record NamedSource(String name, String source) {
  /**
   * Reads {@code NAME=SOURCE} or {@code SOURCE}, which is then its own name.
   *
   * @throws InputException if one side is empty
   */
  public static NamedSource parse(String text) {
    return parse(text, text);
  }

  /** As {@link #parse(String)}, with a name for a source that has none. */
  public static NamedSource parse(String text, String otherwise) {
    int sign = text.indexOf('=');
    if (sign < 0 || Files.exists(Path.of(text))) {
      return new NamedSource(otherwise, text);
    }
    String name = text.substring(0, sign).strip();
    String source = text.substring(sign + 1).strip();
    if (name.isEmpty() || source.isEmpty()) {
      throw new InputException(text + " lacks a side: write NAME=FILE or NAME=DIR.");
    }
    return new NamedSource(name, source);
  }
}
