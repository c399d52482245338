package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Whole sharp pictures degraded always alike, to measure on: group 1 out of focus by depth, group 2
 * with one sigma for the whole picture. Sides are cut to multiples of the scale.
 */
public final class ValidationSet implements TestSet {
  private static final List<Group> GROUPS = List.of(Group.SPACE_VARIANT, Group.SPACE_INVARIANT);

  private final List<Scene> scenes;
  private final Degrader degrader;

  /** The given scenes, degraded by {@code degrader}. */
  public ValidationSet(List<Scene> scenes, Degrader degrader) {
    this.scenes = List.copyOf(scenes);
    this.degrader = degrader;
  }

  /** How many pictures each group has. */
  public int size() {
    return scenes.size();
  }

  @Override
  public List<Group> groups() {
    return GROUPS;
  }

  @Override
  public List<String> names(Group group) {
    return scenes.stream().map(Scene::image).map(Pairs::stem).toList();
  }

  @Override
  public TestPicture read(Group group, int index) {
    Scene scene = scenes.get(index);
    SceneReader reader = reader();
    int[] whole = reader.size(scene);
    requireFitting(scene, whole[0], whole[1]);
    int[] size = cut(whole, scene.image());
    SceneReader.Crop crop = reader.crop(scene, 0, 0, size[0], size[1]);
    DepthField depth = reader.depth(scene, size[0], size[1], new SplittableRandom(~index));
    Sample sample =
        group.equals(Group.SPACE_VARIANT)
            ? spaceVariant(crop, depth, index)
            : spaceInvariant(crop, index);
    return new TestPicture(
        Pairs.stem(scene.image()),
        sample.lowResolution(),
        sample.sharp(),
        sample.blurMap(),
        scene.labels() == null ? null : crop.labels());
  }

  /** The largest circle of confusion is the maximum. */
  private Sample spaceVariant(SceneReader.Crop crop, DepthField depth, int index) {
    return degrader.spaceVariant(
        crop.sharp(), depth.whole(), crop.labels(), degrader.maximumCircle(), index);
  }

  /** Sigma is evenly drawn from 0 to the maximum. */
  private Sample spaceInvariant(SceneReader.Crop crop, int index) {
    double sigma = new SplittableRandom(index).nextDouble() * degrader.maximumSigma();
    return degrader.spaceInvariant(crop.sharp(), crop.labels(), sigma);
  }

  /** A reader for one picture: one that is kept keeps every picture. */
  private static SceneReader reader() {
    return new SceneReader(Cells::few);
  }

  private static void requireFitting(Scene scene, int width, int height) {
    Stream.of(scene.depth(), scene.regions(), scene.labels())
        .filter(Objects::nonNull)
        .forEach(
            file -> {
              RawMap map = MapFiles.readRaw(file);
              if (map.width() != width || map.height() != height) {
                throw new InputException(
                    "%s is %dx%d, but %s is %dx%d: they must be of one size."
                        .formatted(file, map.width(), map.height(), scene.image(), width, height));
              }
            });
  }

  @Override
  public int[] size(Group group, int index) {
    Scene scene = scenes.get(index);
    return cut(reader().size(scene), scene.image());
  }

  private int[] cut(int[] size, Path picture) {
    int width = size[0] - size[0] % degrader.scale();
    int height = size[1] - size[1] % degrader.scale();
    MeasurableSize.require(picture, width, height);
    return new int[] {width, height};
  }
}
