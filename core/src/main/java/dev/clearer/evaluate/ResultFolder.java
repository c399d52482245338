package dev.clearer.evaluate;

import dev.clearer.InputException;
import dev.clearer.data.PictureFolder;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.infer.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures restored by another program, matched to the test pictures by name. */
public final class ResultFolder implements Method {
  private final String name;
  private final Path folder;
  private final Map<TestSet.Group, Map<String, Path>> files = new HashMap<>();

  /**
   * The pictures in {@code folder}, or in one subfolder for each group.
   *
   * @throws InputException if the folder or a subfolder cannot be read or is missing
   */
  public ResultFolder(String name, Path folder, List<TestSet.Group> groups) {
    this.name = name;
    this.folder = folder;
    for (TestSet.Group group : groups) {
      files.put(group, PictureFolder.byName(folderOf(group, groups)));
    }
  }

  private Path folderOf(TestSet.Group group, List<TestSet.Group> groups) {
    Path own = folder.resolve(group.folder());
    if (Files.isDirectory(own)) {
      return own;
    }
    if (groups.size() > 1) {
      throw new InputException(
          ("%s has no folder %s. Put the results of each group into its own folder, or"
                  + " choose one group with --group.")
              .formatted(folder, group.folder()));
    }
    return folder;
  }

  /**
   * Checks that the first {@code count} pictures exist and have the right size.
   *
   * @throws InputException if one does not
   */
  public void requireWhole(TestSet set, TestSet.Group group, int count) {
    List<String> names = set.names(group).subList(0, count);
    List<String> missing = names.stream().filter(n -> file(group, n) == null).toList();
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s has no picture for %s in %s%s. Add it, or measure fewer pictures with --pictures."
              .formatted(
                  folder,
                  missing.get(0),
                  group.title(),
                  missing.size() == 1 ? "" : " and %d others".formatted(missing.size() - 1)));
    }
    for (int i = 0; i < count; i++) {
      int[] size = set.size(group, i);
      read(group, names.get(i), size[0], size[1]);
    }
  }

  private @Nullable Path file(TestSet.Group group, String picture) {
    return files.getOrDefault(group, Map.of()).get(picture);
  }

  private Image read(TestSet.Group group, String picture, int width, int height) {
    @Nullable Path file = file(group, picture);
    if (file == null) {
      throw new InputException(folder + " has no picture for " + picture + ": add it.");
    }
    Image image = ImageFiles.read(file).colour();
    if (image.width() != width || image.height() != height) {
      throw new InputException(
          "%s is %dx%d, but the sharp picture is %dx%d. Replace it with a picture of that size."
              .formatted(file, image.width(), image.height(), width, height));
    }
    return image;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Result restore(TestSet.Group group, TestPicture picture) {
    Image sharp = picture.sharp();
    return new Result(read(group, picture.name(), sharp.width(), sharp.height()), Map.of());
  }

  @Override
  public boolean computes() {
    return false;
  }
}
