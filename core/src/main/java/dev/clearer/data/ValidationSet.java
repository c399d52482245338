package dev.clearer.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Whole pictures degraded always alike, to measure on: group 1 out of focus by depth, group 2 with
 * one sigma for the whole picture. Sides are cut to multiples of the scale.
 */
public final class ValidationSet {
  private final List<Scene> scenes;
  private final Degrader degrader;
  private final SceneReader reader = new SceneReader();

  /** The given scenes, degraded by {@code degrader}. */
  public ValidationSet(List<Scene> scenes, Degrader degrader) {
    this.scenes = List.copyOf(scenes);
    this.degrader = degrader;
  }

  /** How many pictures each group has. */
  public int size() {
    return scenes.size();
  }

  /** Picture {@code index} of group 1: the largest circle of confusion is the maximum. */
  public Sample spaceVariant(int index) {
    SceneReader.Crop crop = whole(index);
    return degrader.spaceVariant(
        crop.sharp(), crop.depth(), crop.labels(), degrader.maximumCircle(), index);
  }

  /** Picture {@code index} of group 2: sigma evenly drawn from 0 to the maximum. */
  public Sample spaceInvariant(int index) {
    SceneReader.Crop crop = whole(index);
    double sigma = new SplittableRandom(index).nextDouble() * degrader.maximumSigma();
    return degrader.spaceInvariant(crop.sharp(), crop.labels(), sigma);
  }

  private SceneReader.Crop whole(int index) {
    Scene scene = scenes.get(index);
    int[] size = reader.size(scene);
    int width = size[0] - size[0] % degrader.scale();
    int height = size[1] - size[1] % degrader.scale();
    return reader.crop(scene, 0, 0, width, height, new SplittableRandom(~index));
  }
}
