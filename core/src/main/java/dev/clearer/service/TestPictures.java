package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.data.BenchmarkFolder;
import dev.clearer.data.BuiltSet;
import dev.clearer.data.BuiltTestSet;
import dev.clearer.data.EvaluationGroup;
import dev.clearer.data.LabelForm;
import dev.clearer.data.SceneFiles;
import dev.clearer.data.TestSet;
import dev.clearer.data.ValidationSet;
import dev.clearer.degrade.Recipe;
import dev.clearer.image.ClassNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of an evaluation.
 *
 * @param folder of sharp pictures, with {@code _regions.png}, {@code _depth_mm.png} or {@code
 *     _labels.png} beside them if known; a benchmark with sharp pictures in {@code GT} and,
 *     optionally, low-resolution ones in {@code LRx4}; or a built dataset
 * @param part part of a built dataset; null for {@code val} or {@code test}, whichever exists
 * @param groups names of {@link EvaluationGroup}s, or folders ({@code Group1}) or titles of a built
 *     dataset; empty for the default
 * @param degradation the recipe of the group {@code recipe}; null if there is none
 * @param classes meaning of the labels: {@code nyuv2}, {@code cityscapes}, {@code camvid} or {@code
 *     numbers} (as the model numbers them); null for what the manifest says, or numbers
 * @param circle largest circle of confusion in pixels; empty for what the manifest says, or 21
 * @param limit largest number of pictures of each group
 */
public record TestPictures(
    Path folder,
    @Nullable String part,
    List<String> groups,
    @Nullable Recipe degradation,
    @Nullable String classes,
    OptionalDouble circle,
    int limit) {
  /** Checks the number of pictures. */
  public TestPictures {
    groups = List.copyOf(groups);
    if (limit < 1) {
      throw new InputException("--pictures must be at least 1, not " + limit + ".");
    }
  }

  /**
   * The pictures.
   *
   * @param scale the requested scale; 0 for the default
   * @param defaultScale the default scale
   * @throws InputException if there are none
   */
  TestSet open(int scale, int defaultScale) {
    if (BuiltTestSet.isIn(folder)) {
      requireNoDegradation();
      List<BuiltSet.Pair> pairs = BuiltSet.in(folder).pairs();
      boolean hasDefault = pairs.stream().anyMatch(pair -> pair.scale() == defaultScale);
      boolean mixed = pairs.stream().map(BuiltSet.Pair::scale).distinct().count() > 1;
      int asked = scale == 0 && (mixed || !hasDefault) ? 0 : scale == 0 ? defaultScale : scale;
      return BuiltTestSet.in(folder, part, asked, labels(pairs).form());
    }
    if (part != null) {
      throw new InputException(
          "--part needs a built dataset, but " + folder + " is not one. Remove --part.");
    }
    boolean benchmark = BenchmarkFolder.isIn(folder);
    if (benchmark && BuiltTestSet.isPart(folder)) {
      throw new InputException(
          "%s is a part of a built dataset. Use its parent folder.".formatted(folder));
    }
    if (!benchmark && BenchmarkFolder.hasPairs(folder)) {
      throw new InputException(
          "%s has low-resolution pictures but no sharp ones: put them into %s."
              .formatted(folder, BenchmarkFolder.sharp(folder)));
    }
    if (benchmark && BenchmarkFolder.hasPairs(folder) && groups.isEmpty()) {
      requireNoDegradation();
      return BenchmarkFolder.in(folder, scale);
    }
    Path sharp = benchmark ? BenchmarkFolder.sharp(folder) : folder;
    return new ValidationSet(SceneFiles.in(sharp), degraded(scale, defaultScale, benchmark));
  }

  private void requireNoDegradation() {
    if (degradation != null) {
      throw new InputException(
          folder + " has low-resolution pictures: omit --degradation, or name its GT folder.");
    }
  }

  /**
   * The named groups. By default, the recipe if there is one; otherwise bicubic for a benchmark,
   * and the paper's groups for other folders.
   */
  private List<EvaluationGroup> degraded(int scale, int usual, boolean benchmark) {
    int own = groups.isEmpty() && scale == 0 ? usual : scale;
    EvaluationGroup.Terms terms = new EvaluationGroup.Terms(maximumCircle(), degradation, own);
    List<String> names = groups;
    if (names.isEmpty()) {
      names =
          degradation != null
              ? List.of(EvaluationGroup.RECIPE)
              : benchmark ? List.of("bicubic") : List.of("variant", "uniform");
    }
    return names.stream().distinct().map(name -> EvaluationGroup.named(name, terms)).toList();
  }

  /** The chosen groups. */
  List<TestSet.Group> chosen(TestSet set) {
    if (groups.isEmpty() || set instanceof ValidationSet) {
      return set.groups();
    }
    return groups.stream().map(name -> chosen(set, name)).distinct().toList();
  }

  private TestSet.Group chosen(TestSet set, String name) {
    return set.groups().stream()
        .filter(
            group ->
                name.equalsIgnoreCase(group.folder())
                    || name.equalsIgnoreCase(group.title())
                    || isNamed(name, group))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "There is no group %s in %s. Choose one of %s."
                        .formatted(
                            name,
                            folder,
                            String.join(
                                ", ", set.groups().stream().map(TestSet.Group::folder).toList()))));
  }

  private static boolean isNamed(String name, TestSet.Group group) {
    return (name.equals("variant") && group.folder().equals("Group1"))
        || (name.equals("uniform") && group.folder().equals("Group2"));
  }

  int count(TestSet set, TestSet.Group of) {
    return Math.min(limit, set.names(of).size());
  }

  /** Largest circle of confusion in pixels. */
  double maximumCircle() {
    boolean built = Files.exists(folder.resolve("manifest.json"));
    return circle.orElseGet(
        () ->
            built
                ? Manifest.in(folder).parameters().largestCircle()
                : EvaluationGroup.USUAL_CIRCLE);
  }

  /** The number of classes of the labels; 0 if they are numbered like the model's. */
  int labelledClasses() {
    LabelScheme scheme =
        BuiltTestSet.isIn(folder) ? labels(BuiltSet.in(folder).pairs()) : labels(List.of());
    ClassNames names = scheme.names();
    return names == null ? 0 : names.names().size();
  }

  private LabelScheme labels(List<BuiltSet.Pair> pairs) {
    if (pairs.isEmpty() && classes == null) {
      return new LabelScheme(null, LabelForm.FROM_ZERO);
    }
    return classes == null
        ? LabelScheme.of(folder, pairs)
        : LabelScheme.named(classes.toLowerCase(Locale.ROOT));
  }
}
