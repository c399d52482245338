package dev.clearer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryExampleTest {
  private static final Path ROOT = Path.of(System.getProperty("clearer.root", ".."));

  @TempDir Path folder;

  private static String example() throws IOException {
    Path source = ROOT.resolve("core/src/test/java/dev/clearer/api/LibraryExample.java");
    String text = Files.readString(source);
    int begin = text.indexOf("    // README begins\n") + "    // README begins\n".length();
    return text.substring(begin, text.indexOf("\n    // README ends")).stripIndent() + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/library.md"})
  void theDocumentsShowIt(String document) throws IOException {
    String block = "```java\n" + example() + "```\n";
    assertTrue(Files.readString(ROOT.resolve(document)).contains(block), block);
  }

  @Test
  void itRuns() {
    float[] plane = new float[30 * 20];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i % 30) / 41f;
    }
    Path in = folder.resolve("in.png");
    Path out = folder.resolve("out.png");
    ImageFiles.write(Picture.of(Image.of(30, 20, plane, plane, plane)), in);
    LibraryExample.run(in, out);
    assertEquals(60, ImageFiles.read(out).width());
  }
}
