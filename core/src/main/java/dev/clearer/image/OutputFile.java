package dev.clearer.image;

import dev.clearer.InputException;
import dev.clearer.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Writes whole files: either all of it is there in the end, or nothing has changed. */
public final class OutputFile {
  /** Numbers drafts; it begins with the time, so that processes on other machines have others. */
  private static final AtomicLong NEXT = new AtomicLong(System.currentTimeMillis() << 16);

  private static final Pattern DRAFT = Pattern.compile("\\..+\\.\\d+~");
  private static final Set<Draft> DRAFTS = ConcurrentHashMap.newKeySet();

  private OutputFile() {}

  /** Makes a file's bytes. */
  public interface Content {
    /** Writes all of them. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes to a temporary name beside {@code file} and moves that into place.
   *
   * @throws InputException if the folder is missing or unwritable or the disk is full
   */
  public static void write(Path file, byte[] bytes) {
    write(file, out -> out.write(bytes));
  }

  /**
   * Writes to a temporary name beside {@code file} and moves that into place.
   *
   * @throws InputException if the folder is missing or unwritable or the disk is full
   */
  public static void write(Path file, Content content) {
    draft(file, content).commit();
  }

  /**
   * Writes to a temporary name beside {@code file}; whatever {@code content} throws, nothing is
   * left of it.
   *
   * @throws InputException if the folder is missing or unwritable or the disk is full
   */
  public static Draft draft(Path file, Content content) {
    requireWritable(file);
    Draft draft = new Draft(file);
    boolean whole = false;
    try (FileChannel channel =
            FileChannel.open(
                draft.partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      content.writeTo(out);
      out.flush();
      // Otherwise the new name may survive a power failure without its content.
      channel.force(true);
      whole = true;
    } catch (IOException | UncheckedIOException e) {
      throw cannotWrite(file, e);
    } finally {
      if (!whole) {
        draft.close();
      }
    }
    return draft;
  }

  private static InputException cannotWrite(Path file, Exception cause) {
    return new InputException("Cannot write %s: %s.".formatted(file, Reason.of(cause)), cause);
  }

  /** Whether a file is a draft, which is nobody's result until it is kept. */
  public static boolean isDraft(Path file) {
    return DRAFT.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Deletes every draft that is neither kept nor closed: for a program that ends early. */
  public static void discardDrafts() {
    DRAFTS.forEach(Draft::close);
  }

  /** A whole file under a temporary name: it takes its place, or goes. */
  public static final class Draft implements AutoCloseable {
    private final Path file;
    private final Path partial;

    private Draft(Path file) {
      this.file = file;
      // Not made of the file's own name, which may be as long as a name can be.
      String name = Long.toUnsignedString(NEXT.getAndIncrement(), 36);
      partial = file.resolveSibling("." + name + "." + ProcessHandle.current().pid() + "~");
      DRAFTS.add(this);
    }

    /**
     * Moves it into place, at once.
     *
     * @throws InputException if that is not possible
     */
    public void commit() {
      try {
        move(partial, file);
      } catch (IOException e) {
        throw cannotWrite(file, e);
      } finally {
        close();
      }
    }

    /** Deletes it if it is still there. */
    @Override
    public void close() {
      DRAFTS.remove(this);
      try {
        Files.deleteIfExists(partial);
      } catch (IOException e) {
        throw cannotWrite(file, e);
      }
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
    }
    requireWritableFolder(folder, "Cannot write " + file);
  }

  /**
   * Checks, before any long work, that files can be made in {@code folder}.
   *
   * @throws InputException if it is missing, no folder or unwritable
   */
  public static void requireWritableFolder(Path folder) {
    requireWritableFolder(folder.toAbsolutePath(), "Cannot write to " + folder);
  }

  /**
   * Checks, before any long work, that files can be made in {@code folder}, or that it can be made
   * itself with the folders above it that are missing.
   *
   * @throws InputException if there is something else in its place, or no permission
   */
  public static void requireFolder(Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    requireWritableFolder(there, "Cannot write to " + folder);
  }

  private static void requireWritableFolder(Path folder, String message) {
    if (!Files.exists(folder)) {
      throw new InputException(message + ": there is no folder " + folder + "; make it first.");
    } else if (!Files.isDirectory(folder)) {
      throw new InputException(message + ": " + folder + " is a file; name a folder.");
    } else if (!Files.isWritable(folder)) {
      throw new InputException(message + ": no permission to write to the folder " + folder + ".");
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
