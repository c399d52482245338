package dev.clearer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a whole file that a user named, with a sentence for each way in which that can fail. */
public final class InputFile {
  private InputFile() {}

  /**
   * The bytes of a file.
   *
   * @param kind what it should be, such as "a picture file"
   * @param most the largest length in bytes
   * @throws InputException if it is missing, a folder, a pipe or device, too large or unreadable
   */
  public static byte[] bytes(Path file, String kind, int most) {
    require(file, kind);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most && in.read() >= 0) {
        throw new InputException(
            "%s is over %d MiB: give %s of less.".formatted(file, most >> 20, kind));
      }
      return bytes;
    } catch (IOException e) {
      throw new InputException("Cannot read %s: %s.".formatted(file, Reason.of(e)), e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          file + " does not fit into memory: give Java more, or a smaller file.", e);
    }
  }

  /**
   * Checks that a file is there and can be read as often as needed, without opening it: a pipe
   * would wait for its writer, and a device may never end.
   *
   * @param kind what it should be, such as "a picture file"
   * @throws InputException if it is missing, a folder, a pipe or device, or unreadable
   */
  public static void require(Path file, String kind) {
    if (!Files.exists(file)) {
      boolean link = Files.isSymbolicLink(file);
      throw new InputException(
          link
              ? file + " is a link to a file that is not there: mend or remove it."
              : "There is no file " + file + ": check the name and the folder.");
    } else if (Files.isDirectory(file)) {
      throw new InputException("%s is a folder: name %s in it.".formatted(file, kind));
    } else if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + " is a pipe or a device, not a file: save its content in a file first.");
    } else if (!Files.isReadable(file)) {
      throw new InputException("No permission to read " + file + ": change its permissions.");
    }
  }
}
