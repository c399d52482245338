package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Samples of a built dataset: {@code train} for training, the groups of {@code val} (or of {@code
 * test} if there is no {@code val}) for validation.
 *
 * @param folder of the {@link BuiltSet}
 * @param labels how its label files number the classes
 * @param crop size and zoom of training crops
 */
public record BuiltData(String folder, LabelForm labels, CropShape crop) implements TrainingData {
  @Override
  public List<BuiltSamples> sources(int scale) {
    List<BuiltSet.Pair> pairs = ofScale(BuiltSet.in(Path.of(folder)).pairs("train", ""), scale);
    if (pairs.isEmpty()) {
      throw new InputException(
          "%s has no pairs in train/LRx%d, which a network of scale %d needs: build the set with them."
              .formatted(folder, scale, scale));
    }
    return List.of(new BuiltSamples(pairs, labels, crop));
  }

  @Override
  public Optional<TestSet> validation(int scale) {
    List<BuiltSet.Pair> pairs = ofScale(BuiltSet.in(Path.of(folder)).pairs(), scale);
    return Stream.of("val", "test")
        .filter(part -> pairs.stream().anyMatch(pair -> pair.part().equals(part)))
        .findFirst()
        .map(part -> BuiltTestSet.in(Path.of(folder), part, scale, labels));
  }

  private static List<BuiltSet.Pair> ofScale(List<BuiltSet.Pair> pairs, int scale) {
    return pairs.stream().filter(pair -> pair.scale() == scale).toList();
  }
}
