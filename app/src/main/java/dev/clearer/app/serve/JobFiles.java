package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.image.MapKind;
import dev.clearer.image.OutputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of files for each job, under names of our own: nothing that a client says is a path.
 *
 * <p>{@code data} holds four folders of such folders. {@code incoming}: being received. {@code
 * pictures}: of the jobs in the database. {@code trash}: being deleted. {@code lost}: of no job in
 * the database; nothing in there is ever deleted. Whatever else lies in {@code data} is not ours
 * and is left alone.
 */
record JobFiles(Path data) {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  /** The files of one job. */
  record Folder(Path path) {
    Path upload() {
      return path.resolve("upload");
    }

    /** The blur as the client told it. */
    Path told() {
      return path.resolve("told.png");
    }

    /** The upload, upright and as PNG, made when first asked for. */
    Path original() {
      return path.resolve("original.png");
    }

    Path result() {
      return path.resolve("result.png");
    }

    /** The result as JPEG, made when first asked for. */
    Path jpeg() {
      return path.resolve("result.jpg");
    }

    /** A map of the result; there is none of a kind that the model does not make. */
    Path map(MapKind kind) {
      return path.resolve(kind.suffix() + ".png");
    }

    /** Of all files together. */
    long bytes() {
      try (Stream<Path> files = Files.list(path)) {
        return files.mapToLong(Folder::size).sum();
      } catch (IOException e) {
        return 0;
      }
    }

    private static long size(Path file) {
      try {
        return Files.size(file);
      } catch (IOException e) {
        return 0; // just deleted
      }
    }
  }

  /** Whether {@code text} has the form of a job's id. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Makes the folder of all data. */
  static Path made(Path data) {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new InputException(data + " cannot be made: name another --data.", e);
    }
  }

  /**
   * Makes the folders in {@code data}.
   *
   * @throws InputException if that is not possible
   */
  static JobFiles in(Path data) {
    JobFiles files = new JobFiles(data);
    try {
      for (Path folder : List.of(files.pictures(), files.incoming(), files.trash())) {
        Files.createDirectories(folder);
      }
      return files;
    } catch (IOException e) {
      throw new InputException(data + " cannot be written to: name another --data.", e);
    }
  }

  private Path pictures() {
    return data.resolve("pictures");
  }

  private Path incoming() {
    return data.resolve("incoming");
  }

  private Path trash() {
    return data.resolve("trash");
  }

  private Path lost() {
    return data.resolve("lost");
  }

  /** The folder of a job of the database. */
  Folder of(UUID id) {
    return new Folder(pictures().resolve(id.toString()));
  }

  /** Makes the folder for what is received; it belongs to no job until {@link #accept}. */
  Folder receive(UUID id) {
    try {
      return new Folder(Files.createDirectories(incoming().resolve(id.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves what was received to where the job's files are. */
  void accept(UUID id) {
    try {
      Files.move(incoming().resolve(id.toString()), of(id).path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what was received and not accepted. */
  void reject(UUID id) {
    deleteTree(incoming().resolve(id.toString()));
  }

  /** Deletes a job's folder: at one blow for those who look, whatever is being written in it. */
  void delete(UUID id) {
    Path folder = of(id).path();
    Path away = trash().resolve(id.toString());
    try {
      deleteTree(away);
      if (Files.exists(folder)) {
        Files.move(folder, away);
      }
    } catch (IOException | UncheckedIOException e) {
      deleteTree(folder); // where an open file holds the folder
    }
    deleteTree(away);
  }

  /** Whether any job's files are in {@code data}. */
  static boolean anyIn(Path data) {
    return !folders(new JobFiles(data).pictures()).isEmpty();
  }

  /**
   * Puts everything in order that a server left behind which was killed, and sets the folders of no
   * job in {@code known} aside.
   *
   * @return how many were set aside
   */
  int recover(Set<UUID> known) {
    for (UUID id : known) {
      if (!Files.exists(of(id).path()) && Files.exists(incoming().resolve(id.toString()))) {
        accept(id);
      }
    }
    folders(incoming()).forEach(JobFiles::deleteTree);
    folders(trash()).forEach(JobFiles::deleteTree);
    int aside = 0;
    for (Path folder : folders(pictures())) {
      if (known.contains(UUID.fromString(folder.getFileName().toString()))) {
        deleteDrafts(folder);
      } else {
        setAside(folder);
        aside++;
      }
    }
    return aside;
  }

  private void setAside(Path folder) {
    try {
      Files.move(folder, Files.createDirectories(lost()).resolve(folder.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that can only be ours: their names are ids. */
  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(entry -> isId(entry.getFileName().toString()) && Files.isDirectory(entry))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what was being written. */
  private static void deleteDrafts(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path draft : entries.filter(OutputFile::isDraft).toList()) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
