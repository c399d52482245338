package dev.clearer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that a user named, with a clear message for each way in which that can fail. */
public final class InputFile {
  private InputFile() {}

  /**
   * * Reads a whole file.
   *
   * @param kind what it should be, such as "a picture file"
   * @param limit maximum length in bytes
   * @throws InputException if it is missing, a folder, a pipe or device, too large or unreadable
   */
  public static byte[] bytes(Path file, String kind, int limit) {
    require(file, kind);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new InputException(
            "%s is larger than %d MiB. Choose %s below that size."
                .formatted(file, limit >> 20, kind));
      }
      return bytes;
    } catch (IOException e) {
      throw new InputException("Cannot read %s: %s.".formatted(file, Reason.of(e)), e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          file
              + " does not fit into memory. Give Java more memory (-Xmx), or choose a smaller file.",
          e);
    }
  }

  /**
   * Checks that a file exists, is a regular file and is readable. The file is not opened, because
   * reading a pipe could block and a device could be endless.
   *
   * @param kind what it should be, such as "a picture file"
   * @throws InputException if it is missing, a folder, a pipe or device, or unreadable
   */
  public static void require(Path file, String kind) {
    if (!Files.exists(file)) {
      boolean link = Files.isSymbolicLink(file);
      throw new InputException(
          link
              ? file + " is a link to a file that does not exist. Fix or remove it."
              : "There is no file " + file + ". Check the name and the folder.");
    } else if (Files.isDirectory(file)) {
      throw new InputException("%s is a folder. Choose %s in it.".formatted(file, kind));
    } else if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + " is a pipe or a device, not a file. Save its content to a file first.");
    } else if (!Files.isReadable(file)) {
      throw new InputException("No permission to read " + file + ". Change its permissions.");
    }
  }
}
