package dev.clearer.app;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Small pictures with depth, and helpers for tests of datasets. */
final class OwnPictures {
  private static final Path DATA =
      Path.of(System.getProperty("clearer.root", "..")).resolve("../shared/data");

  private OwnPictures() {}

  /**
   * A file or folder of research data that may exist beside the repository. Tests use it in
   * addition to their own data and never require it.
   */
  static Optional<Path> real(String path) {
    return Optional.of(DATA.resolve(path)).filter(Files::exists);
  }

  /**
   * Writes {@code name.png} and {@code name_depth_mm.png}; depth 0 means unknown depth everywhere.
   */
  static void write(Path folder, String name, int size, int depth) {
    float[] plane = new float[size * size];
    float[] millimetres = new float[size * size];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (i * 7 % 11 + i / size % 3) / 13f;
      millimetres[i] = depth == 0 || i % 5 == 0 ? 0 : depth + i % size * 20;
    }
    Image image = Image.of(size, size, plane, plane, plane);
    ImageFiles.write(Picture.of(image), folder.resolve(name + ".png"));
    MapFiles.writeDepth(
        new DepthMap(size, size, millimetres), 1, folder.resolve(name + "_depth_mm.png"));
  }

  /** The bytes of all files, as text, by path. */
  static Map<String, String> contents(Path set) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(set)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(set.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  static Object[] with(Object[] command, Object... more) {
    return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray();
  }
}
