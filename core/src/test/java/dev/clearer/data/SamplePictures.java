package dev.clearer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The repository's sample pictures, without what users have made beside them. */
final class SamplePictures {
  static final String GROUP = "samples";

  private static final Path SOURCE = Path.of(System.getProperty("clearer.root", "."), GROUP);
  private static final List<String> NAMES =
      List.of("daisies.jpg", "kitten.jpg", "osprey.jpg", "parrot.jpg", "spices.jpg");

  private SamplePictures() {}

  /** Copies them to the folder {@link #GROUP} of {@code root}. */
  static void copyTo(Path root) {
    try {
      Path folder = Files.createDirectory(root.resolve(GROUP));
      for (String name : NAMES) {
        Files.copy(SOURCE.resolve(name), folder.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
