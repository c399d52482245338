package dev.clearer.measure;

import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Not a test: computes the built-in statistics of sharp photographs from a folder of photographs.
 *
 * <pre>{@code
 * mvn -B -pl core test -Dtest=NiqeFitting -Dsurefire.args=-Dphotos=$PWD/data/photos
 * }</pre>
 */
class NiqeFitting {
  @Test
  void fit() throws IOException {
    Path folder = Path.of(System.getProperty("photos", "data/photos"));
    Path file =
        Path.of(System.getProperty("clearer.root", ".."))
            .resolve("core/src/main/resources/dev/clearer/measure/niqe.csv");
    try (Stream<Path> names = Files.list(folder)) {
      List<Path> photographs =
          names.filter(name -> name.toString().endsWith(".jpg")).sorted().toList();
      Iterable<Image> images =
          () -> photographs.stream().map(name -> ImageFiles.read(name).colour()).iterator();
      Files.createDirectories(file.getParent());
      Files.writeString(file, Niqe.of(images).text());
    }
  }
}
