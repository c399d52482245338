package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder of pictures that are identified by their names without extensions. */
public final class PictureFolder {
  private PictureFolder() {}

  /**
   * The pictures (png, jpg, webp, tif) of {@code folder} by name.
   *
   * @throws InputException if there are none, the folder cannot be read, or two have the same name
   */
  public static SortedMap<String, Path> byName(Path folder) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path file : Pairs.pictures(folder)) {
      Path other = files.putIfAbsent(Pairs.stem(file), file);
      if (other != null) {
        throw new InputException(
            "%s and %s have the same name without extension: remove one of them."
                .formatted(other, file.getFileName()));
      }
    }
    return files;
  }
}
