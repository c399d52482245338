package dev.clearer.image;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes whole files: either all of it is there in the end, or nothing has changed. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Writes to a temporary name beside {@code file} and moves that into place.
   *
   * @throws InputException if the folder is missing or unwritable or the disk is full
   */
  public static void write(Path file, byte[] bytes) {
    requireWritable(file);
    Path partial =
        file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "~");
    try {
      try {
        Files.write(
            partial, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        move(partial, file);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new InputException("Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }

  /**
   * Checks, before any long work, that {@code file} can be written.
   *
   * @throws InputException if its folder is missing or unwritable, or it is itself a folder
   */
  public static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new InputException("Cannot write " + file + ": it is a folder; name a file.");
    } else if (!Files.isDirectory(folder)) {
      throw new InputException(
          "Cannot write " + file + ": there is no folder " + folder + "; make it first.");
    } else if (!Files.isWritable(folder)) {
      throw new InputException(
          "Cannot write " + file + ": no permission to write to the folder " + folder + ".");
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
