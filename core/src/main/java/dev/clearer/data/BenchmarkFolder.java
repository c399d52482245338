package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A benchmark of super-resolution: sharp pictures {@code NAME} in {@code GT}, and low-resolution
 * ones {@code NAME} or {@code NAMEx4} in {@code LRx4} (or {@code LRx1} to {@code LRx3}). Their blur
 * is not known.
 */
public final class BenchmarkFolder implements TestSet {
  private final Group group;
  private final SortedMap<String, Path> sharp;
  private final SortedMap<String, Path> low;

  private BenchmarkFolder(Group group, SortedMap<String, Path> sharp, SortedMap<String, Path> low) {
    this.group = group;
    this.sharp = sharp;
    this.low = low;
  }

  /** The folder of a benchmark's sharp pictures. */
  public static Path sharp(Path folder) {
    return folder.resolve("GT");
  }

  /** Whether {@code folder} has sharp pictures in {@code GT}. */
  public static boolean isIn(Path folder) {
    return Files.isDirectory(sharp(folder));
  }

  /** Whether {@code folder} has low-resolution pictures too. */
  public static boolean hasPairs(Path folder) {
    return IntStream.rangeClosed(1, 4).anyMatch(scale -> Files.isDirectory(low(folder, scale)));
  }

  private static Path low(Path folder, int scale) {
    return folder.resolve("LRx" + scale);
  }

  /**
   * The pairs of {@code folder}.
   *
   * @param scale 0 for the largest available
   * @throws InputException if there are none of this scale, or a picture lacks its partner
   */
  public static BenchmarkFolder in(Path folder, int scale) {
    int found =
        scale == 0
            ? IntStream.rangeClosed(1, 4)
                .filter(other -> Files.isDirectory(low(folder, other)))
                .max()
                .orElse(4)
            : scale;
    if (!Files.isDirectory(low(folder, found))) {
      throw new InputException(
          "%s has no folder LRx%d: add it, or choose another --scale.".formatted(folder, found));
    }
    SortedMap<String, Path> sharp = PictureFolder.byName(sharp(folder));
    SortedMap<String, Path> low = partners(sharp, low(folder, found), found);
    String title = folder.toAbsolutePath().normalize().getFileName() + " x" + found;
    return new BenchmarkFolder(new Group("", title, found), sharp, low);
  }

  private static SortedMap<String, Path> partners(
      SortedMap<String, Path> sharp, Path folder, int scale) {
    SortedMap<String, Path> all = PictureFolder.byName(folder);
    SortedMap<String, Path> partners = new TreeMap<>();
    for (String name : sharp.keySet()) {
      Path partner = all.getOrDefault(name, all.get(name + "x" + scale));
      if (partner == null) {
        throw new InputException(
            "%s has no picture %s: add it, or remove it from GT.".formatted(folder, name));
      }
      partners.put(name, partner);
    }
    return partners;
  }

  @Override
  public List<Group> groups() {
    return List.of(group);
  }

  @Override
  public boolean knowsBlur() {
    return false;
  }

  @Override
  public List<String> names(Group of) {
    return List.copyOf(sharp.keySet());
  }

  @Override
  public TestPicture read(Group of, int index) {
    String name = names(of).get(index);
    Path file = sharp.getOrDefault(name, Path.of(name));
    Path lowFile = low.getOrDefault(name, Path.of(name));
    Image small = Pairs.rgb(lowFile);
    Image large = Pairs.rgb(file);
    int width = small.width() * group.scale();
    int height = small.height() * group.scale();
    boolean fits =
        large.width() - width >= 0
            && large.width() - width < group.scale()
            && large.height() - height >= 0
            && large.height() - height < group.scale();
    if (!fits) {
      throw new InputException(
          "%s is %dx%d, but %s is %dx%d: it must be %d times as large."
              .formatted(
                  file,
                  large.width(),
                  large.height(),
                  lowFile,
                  small.width(),
                  small.height(),
                  group.scale()));
    }
    MeasurableSize.require(file, width, height);
    return new TestPicture(name, small, large.crop(0, 0, width, height), null, null, Double.NaN);
  }

  @Override
  public int[] size(Group of, int index) {
    Image large = read(of, index).sharp();
    return new int[] {large.width(), large.height()};
  }
}
