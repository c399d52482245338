package dev.clearer.tensor;

import dev.clearer.InputException;
import dev.clearer.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a file under a temporary name in the same folder and renames it when it is complete. */
final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes the concatenation of {@code pieces} to {@code file}, replacing an existing file.
   *
   * @throws InputException if the folder does not exist or cannot be written to
   */
  static void write(Path file, List<ByteBuffer> pieces) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException("The folder of %s does not exist. Create it first.".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new InputException("%s is a folder. Name a file.".formatted(file));
    }
    // Not made of the file's own name, which may be as long as a name can be.
    String name = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    Path partial = folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
    try {
      writeAll(partial, pieces);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InputException("%s cannot be written: %s.".formatted(file, Reason.of(e)), e);
    } finally {
      deleteQuietly(partial);
    }
  }

  private static void writeAll(Path file, List<ByteBuffer> pieces) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (ByteBuffer piece : pieces) {
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
      channel.force(
          true); // Otherwise the new name may survive a power failure without its content.
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The original failure is the one to report.
    }
  }
}
