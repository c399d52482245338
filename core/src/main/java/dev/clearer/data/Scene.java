package dev.clearer.data;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture on disk and what is known of its scene, recognised by the names beside it: {@code
 * X.jpg} with {@code X_depth_mm.png} (depth in millimetres), {@code X_regions.png} (region numbers)
 * or {@code X_labels.png} (class indices); all of them may be missing.
 */
public record Scene(
    Path image, @Nullable Path depth, @Nullable Path regions, @Nullable Path labels) {
  /**
   * The scenes of a folder, sorted by name.
   *
   * @throws InputException if the folder cannot be read or holds no picture
   */
  public static List<Scene> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Scene> scenes =
          files.filter(Scene::isPicture).sorted().map(path -> of(folder, path)).toList();
      if (scenes.isEmpty()) {
        throw new InputException(folder + " holds no .jpg picture: name a folder that does.");
      }
      return scenes;
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: name a folder of pictures.", e);
    }
  }

  private static boolean isPicture(Path path) {
    return path.toString().endsWith(".jpg");
  }

  private static Scene of(Path folder, Path image) {
    String name = image.getFileName().toString();
    String stem = name.substring(0, name.lastIndexOf('.'));
    return new Scene(
        image,
        existing(folder.resolve(stem + "_depth_mm.png")),
        existing(folder.resolve(stem + "_regions.png")),
        existing(folder.resolve(stem + "_labels.png")));
  }

  private static @Nullable Path existing(Path path) {
    return Files.exists(path) ? path : null;
  }
}
