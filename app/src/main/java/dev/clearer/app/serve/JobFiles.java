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
import java.util.stream.Stream;

/** A folder of a job's files each, under names of our own: nothing that a client says is a path. */
record JobFiles(Path root) {
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

  /** Makes the folder of all data. */
  static Path made(Path data) {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new InputException(data + " cannot be made: name another --data.", e);
    }
  }

  /** Makes the folders in {@code data}, and empties what an earlier server left half received. */
  static JobFiles in(Path data) {
    JobFiles files = new JobFiles(data.resolve("pictures"));
    try {
      deleteTree(files.incoming());
      Files.createDirectories(files.root());
      Files.createDirectories(files.incoming());
      return files;
    } catch (IOException e) {
      throw new InputException(data + " cannot be written to: name another --data.", e);
    }
  }

  /** Where uploads are received. */
  Path incoming() {
    return root.resolveSibling("incoming");
  }

  Folder of(UUID id) {
    return new Folder(root.resolve(id.toString()));
  }

  Folder make(UUID id) {
    try {
      return new Folder(Files.createDirectories(of(id).path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(UUID id) {
    deleteTree(of(id).path());
  }

  /** Deletes folders that no job of {@code known} owns. */
  void deleteAllBut(Set<UUID> known) {
    Set<String> names =
        known.stream().map(UUID::toString).collect(java.util.stream.Collectors.toSet());
    try (Stream<Path> folders = Files.list(root)) {
      List<Path> orphans =
          folders.filter(folder -> !names.contains(folder.getFileName().toString())).toList();
      orphans.forEach(JobFiles::deleteTree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what a server that was killed was writing. */
  void deleteDrafts() {
    try (Stream<Path> entries = Files.walk(root)) {
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
