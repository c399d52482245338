package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.data.BuiltSet;
import dev.clearer.data.BuiltTestSet;
import dev.clearer.data.EvaluationGroup;
import dev.clearer.data.LabelForm;
import dev.clearer.data.SceneFiles;
import dev.clearer.data.TestSet;
import dev.clearer.data.ValidationSet;
import dev.clearer.image.ClassNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What to measure on.
 *
 * @param folder of sharp pictures, with {@code _regions.png}, {@code _depth_mm.png} or {@code
 *     _labels.png} beside them where known; or a built dataset
 * @param part of a built dataset; null for the only one of {@code val} and {@code test}
 * @param group its folder ({@code Group1}) or title; null for all
 * @param classes what the labels mean: {@code nyuv2}, {@code cityscapes}, {@code camvid} or {@code
 *     numbers} (as the model numbers them); null for what the manifest says, or numbers
 * @param circle largest circle of confusion in pixels; empty for what the manifest says, or 21
 * @param most pictures of each group at most
 */
public record TestPictures(
    Path folder,
    @Nullable String part,
    @Nullable String group,
    @Nullable String classes,
    OptionalDouble circle,
    int most) {
  /** Checks the number of pictures. */
  public TestPictures {
    if (most < 1) {
      throw new InputException("--pictures must be at least 1, not " + most + ".");
    }
  }

  /**
   * The pictures.
   *
   * @throws InputException if there are none
   */
  TestSet open(int scale) {
    if (BuiltTestSet.isIn(folder)) {
      LabelForm form = labels(BuiltSet.in(folder).pairs()).form();
      return BuiltTestSet.in(folder, part, scale, form);
    }
    if (part != null) {
      throw new InputException("--part is for built datasets, and " + folder + " is none.");
    }
    if (Files.isDirectory(folder.resolve("GT"))) {
      throw new InputException(
          "%s is a part of a built dataset: name the folder that it is in.".formatted(folder));
    }
    return new ValidationSet(
        SceneFiles.in(folder),
        List.of(
            EvaluationGroup.variant(scale, maximumCircle()),
            EvaluationGroup.uniform(scale, maximumCircle())));
  }

  /** The groups that are meant. */
  List<TestSet.Group> chosen(TestSet set) {
    List<TestSet.Group> chosen = set.groups().stream().filter(this::isMeant).toList();
    if (chosen.isEmpty()) {
      throw new InputException(
          "There is no group %s in %s: choose one of %s."
              .formatted(
                  group,
                  folder,
                  String.join(", ", set.groups().stream().map(TestSet.Group::folder).toList())));
    }
    return chosen;
  }

  private boolean isMeant(TestSet.Group other) {
    return group == null
        || group.equalsIgnoreCase(other.folder())
        || group.equalsIgnoreCase(other.title());
  }

  int count(TestSet set, TestSet.Group of) {
    return Math.min(most, set.names(of).size());
  }

  /** In pixels. */
  double maximumCircle() {
    boolean built = Files.exists(folder.resolve("manifest.json"));
    return circle.orElseGet(
        () ->
            built
                ? Manifest.in(folder).parameters().lens().maximumCircle()
                : EvaluationGroup.USUAL_CIRCLE);
  }

  /** How many classes the labels tell apart; 0 if they are numbered as the model's. */
  int labelledClasses() {
    LabelReading reading =
        BuiltTestSet.isIn(folder) ? labels(BuiltSet.in(folder).pairs()) : labels(List.of());
    ClassNames names = reading.names();
    return names == null ? 0 : names.names().size();
  }

  private LabelReading labels(List<BuiltSet.Pair> pairs) {
    if (pairs.isEmpty() && classes == null) {
      return new LabelReading(null, LabelForm.FROM_ZERO);
    }
    return classes == null
        ? LabelReading.of(folder, pairs)
        : LabelReading.named(classes.toLowerCase(Locale.ROOT));
  }
}
