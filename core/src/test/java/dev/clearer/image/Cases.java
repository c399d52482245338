package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files that showed a fault once, or that other programs wrote. */
final class Cases {
  private Cases() {}

  static byte[] bytes(String name) {
    try (InputStream in = Cases.class.getResourceAsStream("cases/" + name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Picture read(String name) {
    return ImageFiles.decode(bytes(name), name, ImageFiles.MOST_PIXELS);
  }

  /** The case as a file in a folder. */
  static Path in(Path folder, String name) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }
}
