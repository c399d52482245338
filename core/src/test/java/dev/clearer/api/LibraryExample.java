package dev.clearer.api;

import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapKind;
import java.nio.file.Path;

/** The example in README and docs/library.md; {@link LibraryExampleTest} compares and runs it. */
final class LibraryExample {
  private LibraryExample() {}

  static void run(Path in, Path out) {
    // README begins
    try (Clearer clearer = Clearer.open()) { // loads the model that ships; reuse it
      Request request = Request.scale(2); // 1 keeps the size; 2, 3 and 4 enlarge
      Restored restored = clearer.restore(ImageFiles.read(in), request);
      double blur = restored.map(MapKind.BLUR).mean(); // sigma in pixels of the result
      System.out.printf("mean blur: %.1f px%n", blur);
      ImageFiles.write(restored.picture(), out); // alpha, colour profile and EXIF are kept
    }
    // README ends
  }
}
