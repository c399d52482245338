package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.degrade.Recipe;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Crops of sharp pictures, degraded randomly at every step, and whole pictures with a fixed
 * degradation for validation.
 *
 * @param root the folder that contains the others
 * @param groups folders of sharp pictures, all equally likely: naming one twice doubles its share
 * @param validation a folder of sharp pictures for validation only
 * @param validationGroups their degradations: names of {@link EvaluationGroup}s
 * @param scales scales, of which every batch has one; all are equally likely: naming one twice
 *     doubles its share
 * @param candidates random places considered for every crop; the one with the most detail is used,
 *     because flat or out-of-focus crops teach little or wrong things
 * @param crop size and zoom of training crops in low-resolution pixels of the largest scale; at
 *     other scales, a crop covers as many sharp pixels
 * @param degradation the degradation of each sample
 */
public record FreshData(
    String root,
    List<String> groups,
    String validation,
    List<String> validationGroups,
    List<Integer> scales,
    int candidates,
    CropShape crop,
    Recipe degradation)
    implements TrainingData {
  /** Checks the settings. */
  public FreshData {
    groups = List.copyOf(groups);
    validationGroups = List.copyOf(validationGroups);
    scales = List.copyOf(scales);
    if (groups.isEmpty() || candidates < 1) {
      throw new IllegalArgumentException("groups must not be empty, candidates at least 1");
    }
    if (scales.isEmpty() || scales.stream().anyMatch(scale -> scale < 1 || scale > 4)) {
      throw new IllegalArgumentException("scales must be of 1, 2, 3 and 4, not " + scales);
    }
    int largest = Collections.max(scales);
    for (int scale : scales) {
      if (crop.width() * largest % scale != 0 || crop.height() * largest % scale != 0) {
        throw new IllegalArgumentException(
            "crop must have sides that divide at every scale: %d and %d times %d do not divide by %d"
                .formatted(crop.width(), crop.height(), largest, scale));
      }
    }
    EvaluationGroup.requireKnown(validationGroups);
  }

  @Override
  public List<Integer> scales(int scale) {
    if (Collections.max(scales) != scale) {
      throw new InputException(
          "data.scales is %s, but the network has scale %d: make that the largest of them."
              .formatted(scales, scale));
    }
    return scales;
  }

  @Override
  public List<FreshSamples> sources(int scale) {
    scales.forEach(degradation::forScale);
    List<List<SceneFiles>> scenes =
        groups.stream().map(group -> SceneFiles.in(folder(group))).toList();
    return FreshSamples.of(scenes, this);
  }

  @Override
  public Optional<TestSet> validation(int scale) {
    EvaluationGroup.Terms terms =
        new EvaluationGroup.Terms(EvaluationGroup.USUAL_CIRCLE, degradation, 0);
    List<EvaluationGroup> chosen =
        validationGroups.stream().map(name -> EvaluationGroup.named(name, terms)).toList();
    return Optional.of(new ValidationSet(SceneFiles.in(folder(validation)), chosen));
  }

  private Path folder(String name) {
    return Path.of(root).resolve(name);
  }
}
