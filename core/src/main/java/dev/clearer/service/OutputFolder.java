package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for results. */
final class OutputFolder {
  private OutputFolder() {}

  /**
   * Creates {@code folder} and its parents if they are missing, and returns it.
   *
   * @throws InputException if it cannot be created
   */
  static Path create(Path folder) {
    try {
      Files.createDirectories(folder); // the path that it returns may be absolute
      return folder;
    } catch (IOException e) {
      throw new InputException(
          "Cannot create the folder %s: %s.".formatted(folder, Reason.of(e)), e);
    }
  }
}
