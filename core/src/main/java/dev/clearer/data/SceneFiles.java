package dev.clearer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture on disk and the maps beside it: {@code X.jpg} (or another picture format) with
 * the optional files {@code X_depth_mm.png} (depth in millimetres), {@code X_regions.png} (region
 * numbers) and {@code X_labels.png} (class indices).
 */
public record SceneFiles(
    Path image, @Nullable Path depth, @Nullable Path regions, @Nullable Path labels) {
  /**
   * The scenes of a folder, sorted by name.
   *
   * @throws dev.clearer.InputException if the folder cannot be read or holds no picture
   */
  public static List<SceneFiles> in(Path folder) {
    return Pairs.pictures(folder).stream().map(path -> of(folder, path)).toList();
  }

  private static SceneFiles of(Path folder, Path image) {
    String stem = Pairs.stem(image);
    return new SceneFiles(
        image,
        existing(folder.resolve(stem + "_depth_mm.png")),
        existing(folder.resolve(stem + "_regions.png")),
        existing(folder.resolve(stem + "_labels.png")));
  }

  private static @Nullable Path existing(Path path) {
    return Files.exists(path) ? path : null;
  }
}
