package dev.clearer.originals;

import dev.clearer.data.Pairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A picture of an original dataset, not read yet.
 *
 * @param name file name in the built set, without its ending
 * @param part {@code train} or {@code val}
 * @param source file and place in it, for the manifest
 * @param files all that it is read from and that belongs to no other picture
 * @param reading reads it; throws {@link dev.clearer.InputException} if it is not as it should be
 */
public record Original(
    String name, String part, String source, List<Path> files, Supplier<SharpScene> reading) {
  /** Copies the list. */
  public Original {
    files = List.copyOf(files);
  }

  /** The folder's pictures as originals, with the maps that {@code partners} find, where found. */
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
