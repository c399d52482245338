package dev.clearer.image;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a whole file, with a sentence for each way in which that can fail. */
final class InputFile {
  private static final long MOST_BYTES = 1L << 30;

  private InputFile() {}

  static byte[] bytes(Path file) {
    if (!Files.exists(file)) {
      throw new InputException("There is no file " + file + ": check the name and the folder.");
    } else if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder: name a picture file in it.");
    } else if (!Files.isReadable(file)) {
      throw new InputException("No permission to read " + file + ": change its permissions.");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file + " is over 1 GiB: no picture that fits here is as large.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException("Cannot read " + file + ": " + e.getMessage() + ".", e);
    }
  }
}
