package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.degrade.Degraded;
import dev.clearer.degrade.SceneGeometry;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whole sharp pictures with fixed degradations, for evaluation. Sides are cut to multiples of 4, or
 * of 12 if a group has scale 3.
 */
public final class ValidationSet implements TestSet {
  private final List<SceneFiles> scenes;
  private final List<EvaluationGroup> groups;
  private final int multiple;

  /** The given scenes, degraded as the groups say. */
  public ValidationSet(List<SceneFiles> scenes, List<EvaluationGroup> groups) {
    this.scenes = List.copyOf(scenes);
    this.groups = List.copyOf(groups);
    multiple = groups.stream().anyMatch(group -> group.group().scale() == 3) ? 12 : 4;
  }

  /** How many pictures each group has. */
  public int size() {
    return scenes.size();
  }

  @Override
  public List<Group> groups() {
    return groups.stream().map(EvaluationGroup::group).toList();
  }

  @Override
  public List<String> names(Group group) {
    return scenes.stream().map(SceneFiles::image).map(Pairs::stem).toList();
  }

  @Override
  public TestPicture read(Group group, int index) {
    SceneFiles scene = scenes.get(index);
    SceneReader reader = reader();
    int[] whole = reader.size(scene);
    requireFitting(scene, whole[0], whole[1]);
    int[] size = cut(whole, scene.image());
    SceneReader.Crop crop = reader.crop(scene, 0, 0, size[0], size[1]);
    SceneGeometry geometry = reader.wholeGeometry(scene, size[0], size[1], ~index);
    String name = Pairs.stem(scene.image());
    Degraded degraded = operation(group).apply(Degraded.of(crop.sharp(), geometry), name, index);
    return new TestPicture(
        name,
        degraded.image(),
        crop.sharp(),
        degraded.blurMap(),
        scene.labels() == null ? null : crop.labels(),
        degraded.noiseLevel());
  }

  private EvaluationGroup.Operation operation(Group group) {
    return groups.stream()
        .filter(other -> other.group().equals(group))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group " + group.title()))
        .operation();
  }

  /** A new reader for each picture, so that no picture stays cached. */
  private static SceneReader reader() {
    return new SceneReader(Voronoi::few);
  }

  private static void requireFitting(SceneFiles scene, int width, int height) {
    Stream.of(scene.depth(), scene.regions(), scene.labels())
        .filter(Objects::nonNull)
        .forEach(
            file -> {
              RawMap map = MapFiles.readRaw(file);
              if (map.width() != width || map.height() != height) {
                throw new InputException(
                    "%s is %dx%d, but %s is %dx%d: they must have the same size."
                        .formatted(file, map.width(), map.height(), scene.image(), width, height));
              }
            });
  }

  @Override
  public int[] size(Group group, int index) {
    SceneFiles scene = scenes.get(index);
    return cut(reader().size(scene), scene.image());
  }

  private int[] cut(int[] size, Path picture) {
    int width = size[0] - size[0] % multiple;
    int height = size[1] - size[1] % multiple;
    MeasurableSize.require(picture, width, height);
    return new int[] {width, height};
  }
}
