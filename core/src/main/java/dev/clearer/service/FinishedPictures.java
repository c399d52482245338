package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.originals.Original;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notes in a set's {@code .finished} folder, with which an interrupted run can be resumed. */
final class FinishedPictures {
  private static final Pattern LEFT_OVER = Pattern.compile("\\..+\\.(\\d+)~");

  private final Path output;
  private final Path notes;

  private FinishedPictures(Path output, Path notes) {
    this.output = output;
    this.notes = notes;
  }

  /**
   * Starts or resumes a set, and deletes incomplete files of a killed run.
   *
   * @throws InputException if the folder has a set with other parameters
   */
  static FinishedPictures in(Path output, Manifest.Parameters parameters) {
    Path notes = OutputFolder.create(output.resolve(".finished"));
    Path file = notes.resolve("parameters.txt");
    if (Files.exists(file)) {
      requireSame(output, Manifest.read(file, Manifest.Parameters.class), parameters);
    } else {
      Manifest.write(parameters, file);
    }
    removeLeftOvers(output);
    return new FinishedPictures(output, notes);
  }

  private static void requireSame(
      Path output, Manifest.Parameters existing, Manifest.Parameters wanted) {
    List<String> differences = existing.differences(wanted);
    if (!differences.isEmpty()) {
      throw new InputException(
          "%s was built with other parameters (%s): name another folder, or delete this one."
              .formatted(output, String.join(", ", differences)));
    }
  }

  private static void removeLeftOvers(Path output) {
    try (Stream<Path> files = Files.walk(output, 4)) {
      for (Path file : files.filter(FinishedPictures::isLeftOver).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new InputException(output + " cannot be read. Check its permissions.", e);
    }
  }

  /**
   * Whether it is a temporary file of {@link dev.clearer.image.OutputFile} whose process has ended.
   */
  private static boolean isLeftOver(Path file) {
    Matcher name = LEFT_OVER.matcher(file.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  /**
   * The entry of a picture if all its files and originals exist and are unchanged; otherwise null.
   */
  Manifest.@Nullable Entry find(Original original) {
    Path note = note(original.part(), original.name());
    if (!Files.exists(note)) {
      return null;
    }
    Manifest.Entry entry = Manifest.read(note, Manifest.Entry.class);
    boolean same =
        entry.source().equals(original.source())
            && entry.inputs().equals(inputs(original))
            && entry.files().entrySet().stream().allMatch(this::isUnchanged);
    return same ? entry : null;
  }

  private boolean isUnchanged(Map.Entry<String, String> file) {
    Path path = output.resolve(file.getKey());
    return Files.exists(path) && Checksum.sha256(path).equals(file.getValue());
  }

  /** Notes that all files of a picture have been written. */
  void add(Manifest.Entry entry) {
    Manifest.write(entry, note(entry.part(), entry.name()));
  }

  /**
   * The entries of other parts, which earlier runs finished, sorted by part and name.
   *
   * @param parts the parts of this run
   */
  List<Manifest.Entry> ofOtherParts(Set<String> parts) {
    try (Stream<Path> files = Files.list(notes)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .map(file -> Manifest.read(file, Manifest.Entry.class))
          .filter(entry -> !parts.contains(entry.part()))
          .sorted(Comparator.comparing(Manifest.Entry::part).thenComparing(Manifest.Entry::name))
          .toList();
    } catch (IOException e) {
      throw new InputException(notes + " cannot be read. Check its permissions.", e);
    }
  }

  private Path note(String part, String name) {
    return notes.resolve(part + "-" + name + ".json");
  }

  /** The current files of an original. */
  static List<Manifest.Input> inputs(Original original) {
    return original.files().stream()
        .map(file -> new Manifest.Input(file.getFileName().toString(), Checksum.sha256(file)))
        .toList();
  }
}
