package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.RawMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pictures and maps that belong together by their file names. */
public final class Pairs {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff");
  private static final List<String> MAPS =
      List.of(
          "_depth_mm.png",
          "_depth.png",
          "_disparity.png",
          "_depth_mm.tif",
          "_depth_mm.tiff",
          "_depth.tif",
          "_depth.tiff",
          "_disparity.tif",
          "_disparity.tiff",
          "_regions.png",
          "_labels.png");

  private Pairs() {}

  /**
   * The pictures of a folder, sorted by name, without maps.
   *
   * @throws InputException if there are none
   */
  public static List<Path> pictures(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + " is not a folder: name an existing folder of pictures.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> pictures = files.filter(Pairs::isPicture).sorted().toList();
      if (pictures.isEmpty()) {
        throw new InputException(
            folder + " holds no pictures (png, jpg, webp, tif): name a folder that does.");
      }
      return pictures;
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: name a folder of pictures.", e);
    }
  }

  public static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && ENDINGS.stream().anyMatch(name::endsWith)
        && MAPS.stream().noneMatch(name::endsWith);
  }

  /** A file name without its extension. */
  public static String stem(Path picture) {
    String name = picture.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * The first existing file in {@code folder} named like {@code picture} plus a suffix; null if
   * there is none.
   */
  public static @Nullable Path partner(Path picture, Path folder, String... suffixes) {
    for (String suffix : suffixes) {
      Path candidate = folder.resolve(stem(picture) + suffix);
      if (Files.exists(candidate) && !candidate.equals(picture)) {
        return candidate;
      }
    }
    return null;
  }

  /** Reads the picture as RGB. */
  public static Image rgb(Path picture) {
    Image colour = ImageFiles.read(picture).colour();
    float[] red = colour.plane(0);
    return colour.channels() == 3
        ? colour
        : Image.of(colour.width(), colour.height(), red, red, red);
  }

  public static void requireSameSize(Path picture, Image image, Path map, int width, int height) {
    if (image.width() != width || image.height() != height) {
      throw new InputException(
          "%s is %dx%d, but %s is %dx%d: they must have the same size."
              .formatted(map, width, height, picture, image.width(), image.height()));
    }
  }

  public static DepthMap requireSameSize(Path picture, Image image, Path file, DepthMap map) {
    requireSameSize(picture, image, file, map.width(), map.height());
    return map;
  }

  public static LabelMap requireSameSize(Path picture, Image image, Path file, LabelMap map) {
    requireSameSize(picture, image, file, map.width(), map.height());
    return map;
  }

  public static RawMap requireSameSize(Path picture, Image image, Path file, RawMap map) {
    requireSameSize(picture, image, file, map.width(), map.height());
    return map;
  }
}
