package dev.clearer.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

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
}
