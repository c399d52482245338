package dev.clearer.train;

import dev.clearer.data.Sample;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.image.Resize;
import dev.clearer.measure.ConfusionMatrix;
import dev.clearer.tensor.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Measures a stage on whole validation pictures. */
final class Validation {
  private final List<TestSet> sets;
  private final int count;
  private final int classes;
  private final Compute compute;

  /**
   * The first {@code count} pictures of every group.
   *
   * @param sets test sets, one per scale; empty without pictures
   * @param classes number of classes of the network; other true classes count as unlabelled
   */
  Validation(List<TestSet> sets, int count, int classes, Compute compute) {
    this.sets = List.copyOf(sets);
    this.count = count;
    this.classes = classes;
    this.compute = compute;
  }

  /** Means of every group, and the first pictures of each. */
  record Outcome(Map<String, Score> groups, List<Example> examples) {
    Score mean() {
      return Score.mean(List.copyOf(groups.values()));
    }
  }

  /** Whether there are no pictures. */
  boolean isEmpty() {
    return sets.isEmpty() || count == 0;
  }

  /**
   * Measures {@code stage}, whose networks must be in evaluation mode.
   *
   * @param examples number of pictures per group to return
   * @param cancelled checked after every picture; after a cancellation, the outcome covers the
   *     pictures so far
   */
  Outcome run(Stage stage, int examples, BooleanSupplier cancelled) {
    Map<String, Score> scores = new LinkedHashMap<>();
    List<Example> shown = new ArrayList<>();
    for (TestSet pictures : sets) {
      for (TestSet.Group group : pictures.groups()) {
        List<Example> measured = new ArrayList<>();
        Score score = score(stage, pictures, group, measured, cancelled);
        if (!measured.isEmpty()) {
          scores.put(measured.get(0).group(), score);
          shown.addAll(measured.subList(0, Math.min(examples, measured.size())));
        }
      }
    }
    return new Outcome(scores, shown);
  }

  private Score score(
      Stage stage,
      TestSet pictures,
      TestSet.Group group,
      List<Example> measured,
      BooleanSupplier cancelled) {
    ConfusionMatrix confusion = new ConfusionMatrix(classes);
    List<Score> all = new ArrayList<>();
    int size = Math.min(count, pictures.names(group).size());
    for (int i = 0; i < size && !cancelled.getAsBoolean(); i++) {
      Sample sample = sample(pictures.read(group, i));
      Estimate estimate = stage.estimate(sample, compute);
      all.add(Score.of(sample, estimate));
      count(confusion, sample, estimate);
      measured.add(new Example(title(group, sample), i, sample, estimate));
    }
    return Score.mean(all).withMeanIou(confusion.meanIntersectionOverUnion());
  }

  private String title(TestSet.Group group, Sample sample) {
    return sets.size() == 1 ? group.title() : group.title() + " x" + sample.scale();
  }

  private static Sample sample(TestPicture picture) {
    LabelMap labels = picture.labels();
    Image sharp = picture.sharp();
    return new Sample(
        picture.lowResolution(),
        sharp,
        Objects.requireNonNull(picture.blurMap(), "a training set knows its blur"),
        labels == null ? LabelMap.unknown(sharp.width(), sharp.height()) : labels,
        picture.noise());
  }

  private void count(ConfusionMatrix confusion, Sample sample, Estimate estimate) {
    PixelMap classMap = estimate.maps().get(MapKind.CLASSES);
    if (classMap != null) {
      LabelMap estimated = classMap.labelMap();
      LabelMap truth = Resize.nearest(sample.labels(), estimated.width(), estimated.height());
      confusion.add(truth.below(classes), estimated);
    }
  }
}
