package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.data.Pairs;
import dev.clearer.image.NumberFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds depth files by picture name: {@code X.jpg} belongs to {@code X_depth_mm}, {@code X_depth},
 * {@code X_disparity} or {@code X} with any supported extension.
 */
final class DepthFiles {
  private static final List<String> SUFFIXES = List.of("_depth_mm", "_depth", "_disparity", "");
  private static final List<String> ENDINGS =
      List.of(".png", ".tif", ".tiff", ".pgm", ".pfm", ".npy", ".npz");

  private static final String[] PARTNERS =
      SUFFIXES.stream()
          .flatMap(suffix -> ENDINGS.stream().map(ending -> suffix + ending))
          .toArray(String[]::new);

  private DepthFiles() {}

  /** The depth file of {@code picture} in {@code folder}; null if there is none. */
  static @Nullable Path find(Path picture, Path folder) {
    return Pairs.partner(picture, folder, PARTNERS);
  }

  /**
   * The depth file of {@code picture} in {@code folder}.
   *
   * @throws InputException if there is none, or only one of an unsupported kind
   */
  static Path require(Path picture, Path folder) {
    Path file = find(picture, folder);
    if (file != null) {
      return file;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(other -> !other.equals(picture) && isNamedLike(other, picture))
          .sorted()
          .forEach(DepthFiles::requireReadable);
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: name the folder of the depth maps.", e);
    }
    throw new InputException(
        "%s has no depth map in %s: add %s.png or another kind of depth file."
            .formatted(picture, folder, Pairs.stem(picture)));
  }

  private static boolean isNamedLike(Path other, Path picture) {
    String name = other.getFileName().toString();
    return SUFFIXES.stream().anyMatch(s -> name.startsWith(Pairs.stem(picture) + s + "."));
  }

  private static void requireReadable(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String kind = NumberFiles.unsupportedKind(ending);
    if (kind != null) {
      throw NumberFiles.unsupported(file.toString(), kind);
    }
  }
}
