package dev.clearer.originals;

import dev.clearer.data.Pairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A picture of an original dataset that is read on demand.
 *
 * @param name file name in the built set, without extension
 * @param part {@code train} or {@code val}
 * @param source file and position in it, for the manifest
 * @param files the picture's own files, for checksums
 * @param reading reads the picture; throws {@link dev.clearer.InputException} if a file is invalid
 */
public record Original(
    String name, String part, String source, List<Path> files, Supplier<SharpScene> reading) {
  /** Copies the list. */
  public Original {
    files = List.copyOf(files);
  }

  /** The pictures of a folder, each with the maps that {@code partners} find (null if missing). */
  @SafeVarargs
  static List<Original> in(
      Path folder,
      String part,
      Function<Path, SharpScene> reading,
      Function<Path, @Nullable Path>... partners) {
    return Pairs.pictures(folder).stream()
        .map(
            picture -> {
              List<Path> files = new ArrayList<>(List.of(picture));
              for (Function<Path, @Nullable Path> partner : partners) {
                Path file = partner.apply(picture);
                if (file != null) {
                  files.add(file);
                }
              }
              String source = picture.getFileName().toString();
              return new Original(
                  Pairs.stem(picture), part, source, files, () -> reading.apply(picture));
            })
        .toList();
  }
}
