package dev.clearer.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Crops of sharp pictures, each degraded afresh at every step, and whole ones degraded always alike
 * to measure on.
 *
 * @param root the folder that the others are in
 * @param groups folders of sharp pictures, each drawn equally often: naming one twice doubles its
 *     share
 * @param validation a folder of sharp pictures never trained on
 * @param maximumCircle largest circle of confusion in pixels of the sharp picture
 * @param maximumShare share of the training samples out of focus, 0 to 1, whose picture reaches
 *     {@code maximumCircle}, as all that are measured on do; the others' largest circle is drawn
 *     evenly from 1 pixel up to it
 * @param layers most levels of blur of a training sample that is out of focus, at least 2: fewer
 *     are drawn faster, and the blur map holds them exactly. Those to measure on have 200 to 350
 * @param uniformShare share of the samples, 0 to 1, whose blur is one Gaussian; the others are out
 *     of focus by depth
 * @param candidates places looked at for every crop, of which the one with the most detail is
 *     taken: a crop that is flat, or out of focus in the picture itself, teaches little or wrong
 * @param wear noise and the like after the down-sampling
 * @param crop how training samples are cut
 */
public record FreshData(
    String root,
    List<String> groups,
    String validation,
    double maximumCircle,
    double maximumShare,
    int layers,
    double uniformShare,
    int candidates,
    Wear wear,
    CropShape crop)
    implements TrainingData {
  /** Checks that there is something to train on. */
  public FreshData {
    groups = List.copyOf(groups);
    if (groups.isEmpty() || candidates < 1 || layers < 2 || !(maximumCircle >= 1)) {
      throw new IllegalArgumentException(
          "groups must not be empty, candidates and maximumCircle at least 1, layers at least 2");
    }
    if (!(isShare(uniformShare) && isShare(maximumShare))) {
      throw new IllegalArgumentException("uniformShare and maximumShare must be 0 to 1");
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  @Override
  public List<FreshSamples> sources(int scale) {
    List<List<Scene>> scenes = groups.stream().map(group -> Scene.in(folder(group))).toList();
    return FreshSamples.of(scenes, this, scale);
  }

  @Override
  public Optional<TestSet> validation(int scale) {
    return Optional.of(
        new ValidationSet(Scene.in(folder(validation)), Degrader.reaching(scale, maximumCircle)));
  }

  private Path folder(String name) {
    return Path.of(root).resolve(name);
  }
}
