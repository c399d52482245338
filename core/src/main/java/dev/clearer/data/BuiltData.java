package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples of a built dataset: its part {@code train} to learn from, the groups of {@code val} (or,
 * without one, {@code test}) to measure on.
 *
 * @param folder of the {@link BuiltSet}
 * @param labels how its label files number the classes
 * @param crop how training samples are cut
 */
public record BuiltData(String folder, LabelForm labels, CropShape crop) implements TrainingData {
  @Override
  public List<BuiltSamples> sources(int scale) {
    List<BuiltSet.Pair> pairs = ofScale(BuiltSet.in(Path.of(folder)).pairs("train", ""), scale);
    if (pairs.isEmpty()) {
      throw new InputException(
          "%s has nothing to train on in train/LRx%d: the network enlarges %d times."
              .formatted(folder, scale, scale));
    }
    return List.of(new BuiltSamples(pairs, labels, crop));
  }

  @Override
  public List<SampleGroup> validation(int scale) {
    Map<String, List<BuiltSet.Pair>> groups = groups("val", scale);
    if (groups.isEmpty()) {
      groups = groups("test", scale);
    }
    List<SampleGroup> named = new ArrayList<>();
    groups.forEach(
        (name, pairs) ->
            named.add(
                new SampleGroup(
                    name, pairs.size(), index -> BuiltSamples.whole(pairs.get(index), labels))));
    return named;
  }

  private Map<String, List<BuiltSet.Pair>> groups(String part, int scale) {
    Map<String, List<BuiltSet.Pair>> groups = new LinkedHashMap<>();
    for (BuiltSet.Pair pair : ofScale(BuiltSet.in(Path.of(folder)).pairs(), scale)) {
      if (pair.part().equals(part)) {
        String name = pair.group().isEmpty() ? part : pair.group();
        groups.computeIfAbsent(name, any -> new ArrayList<>()).add(pair);
      }
    }
    return groups;
  }

  private static List<BuiltSet.Pair> ofScale(List<BuiltSet.Pair> pairs, int scale) {
    return pairs.stream().filter(pair -> pair.scale() == scale).toList();
  }
}
