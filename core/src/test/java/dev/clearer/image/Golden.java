package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files beside the repository that say what is right: they must be there in CI. */
final class Golden {
  private Golden() {}

  static Path shared(String name) {
    Path file = Path.of(System.getProperty("clearer.root", ".."), "../shared", name).normalize();
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(Files.exists(file), file + " is missing");
    }
    assumeTrue(Files.exists(file), file + " is missing");
    return file;
  }

  static Image picture(String name) {
    return ImageFiles.read(shared("golden/quality/" + name)).colour();
  }
}
