package dev.clearer.train;

import dev.clearer.data.Sample;
import dev.clearer.data.SampleGroup;
import dev.clearer.image.ConfusionMatrix;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Measures a network on whole pictures that it never learns from. */
final class Validation {
  private final List<SampleGroup> groups;
  private final int pictures;
  private final int classes;
  private final Machine machine;

  /**
   * The first {@code pictures} of every group.
   *
   * @param classes how many classes the network knows; others in the truth count as unlabelled
   */
  Validation(List<SampleGroup> groups, int pictures, int classes, Machine machine) {
    this.groups = groups;
    this.pictures = pictures;
    this.classes = classes;
    this.machine = machine;
  }

  /** Means of every group, and what the first pictures became. */
  record Outcome(Map<String, Score> groups, List<Example> examples) {
    Score mean() {
      return Score.mean(List.copyOf(groups.values()));
    }
  }

  /** Whether there is anything to measure on. */
  boolean isEmpty() {
    return groups.isEmpty() || pictures == 0;
  }

  /**
   * Measures {@code stage}, whose network must be in evaluation.
   *
   * @param examples how many pictures of every group come back
   * @param cancelled asked after every picture; a cancelled outcome is of those done
   */
  Outcome run(Stage stage, int examples, BooleanSupplier cancelled) {
    Map<String, Score> scores = new LinkedHashMap<>();
    List<Example> shown = new ArrayList<>();
    for (SampleGroup group : groups) {
      ConfusionMatrix confusion = new ConfusionMatrix(classes);
      List<Score> all = new ArrayList<>();
      for (int i = 0; i < Math.min(pictures, group.size()) && !cancelled.getAsBoolean(); i++) {
        Sample sample = group.samples().apply(i);
        Estimate estimate = stage.estimate(sample, machine);
        all.add(Score.of(sample, estimate));
        count(confusion, sample, estimate);
        if (i < examples) {
          shown.add(new Example(group.name(), i, sample, estimate));
        }
      }
      scores.put(group.name(), Score.mean(all).withMeanIou(confusion.meanIntersectionOverUnion()));
    }
    return new Outcome(scores, shown);
  }

  private void count(ConfusionMatrix confusion, Sample sample, Estimate estimate) {
    LabelMap estimated = estimate.classes();
    if (estimated != null) {
      LabelMap truth = Resize.nearest(sample.labels(), estimated.width(), estimated.height());
      confusion.add(known(truth), estimated);
    }
  }

  private LabelMap known(LabelMap truth) {
    byte[] known = truth.classes().clone();
    for (int i = 0; i < known.length; i++) {
      if ((known[i] & 0xff) >= classes) {
        known[i] = (byte) LabelMap.IGNORE;
      }
    }
    return new LabelMap(truth.width(), truth.height(), known);
  }
}
