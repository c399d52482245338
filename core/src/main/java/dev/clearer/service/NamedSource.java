package dev.clearer.service;

import dev.clearer.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model or folder and its name in tables.
 *
 * @param name in tables
 * @param source a model's name, a file or a folder
 */
public record NamedSource(String name, String source) {
  /**
   * Parses {@code NAME=SOURCE}, or {@code SOURCE}, which is then also the name.
   *
   * @throws InputException if one side is empty
   */
  public static NamedSource parse(String text) {
    return parse(text, text);
  }

  /** Like {@link #parse(String)}, with a default name. */
  public static NamedSource parse(String text, String defaultName) {
    int sign = text.indexOf('=');
    if (sign < 0 || Files.exists(Path.of(text))) {
      return new NamedSource(defaultName, text);
    }
    String name = text.substring(0, sign).strip();
    String source = text.substring(sign + 1).strip();
    if (name.isEmpty() || source.isEmpty()) {
      throw new InputException("\"" + text + "\" is incomplete. Write NAME=FILE or NAME=DIR.");
    }
    return new NamedSource(name, source);
  }
}
