package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The groups of {@code val} or {@code test} of a {@link BuiltSet}, for evaluation. */
public final class BuiltTestSet implements TestSet {
  private final LabelForm form;
  private final Map<Group, List<BuiltSet.Pair>> groups;

  private BuiltTestSet(LabelForm form, Map<Group, List<BuiltSet.Pair>> groups) {
    this.form = form;
    this.groups = groups;
  }

  /** Whether there is a built dataset in {@code folder}. */
  public static boolean isIn(Path folder) {
    return Stream.of("train", "val", "test")
        .anyMatch(part -> Files.isDirectory(folder.resolve(part).resolve("GT")));
  }

  /** Whether {@code folder} is one of a built dataset's parts. */
  public static boolean isPart(Path folder) {
    return Files.isDirectory(folder.resolve("blur")) || SetScan.hasGroups(folder);
  }

  /**
   * The pictures of {@code part} at {@code scale}.
   *
   * @param part {@code val}, {@code test} or {@code train}; null for {@code val} or {@code test},
   *     whichever exists
   * @param scale 0 for the largest scale of each group
   * @param form how the label files number the classes
   * @throws InputException if there are none, or a file of a picture is missing
   */
  public static BuiltTestSet in(Path folder, @Nullable String part, int scale, LabelForm form) {
    BuiltSet set = BuiltSet.in(folder);
    String wanted = part == null ? onlyPart(folder, set) : part;
    String place = folder.resolve(wanted).toString();
    set.faults().stream()
        .filter(fault -> fault.startsWith(place))
        .findFirst()
        .ifPresent(
            fault -> {
              throw new InputException(fault);
            });
    Map<Group, List<BuiltSet.Pair>> groups =
        set.pairs().stream()
            .filter(pair -> pair.part().equals(wanted))
            .filter(pair -> pair.scale() == (scale == 0 ? largest(set, pair) : scale))
            .collect(
                Collectors.groupingBy(
                    pair -> Group.of(pair.group(), pair.scale()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (groups.isEmpty()) {
      throw new InputException(
          "%s holds no pictures in LRx%d: build the set with --scale %d, or name another part."
              .formatted(place, scale, scale));
    }
    return new BuiltTestSet(form, groups);
  }

  /** The largest scale of a pair's group. */
  private static int largest(BuiltSet set, BuiltSet.Pair pair) {
    return set.pairs().stream()
        .filter(other -> other.part().equals(pair.part()) && other.group().equals(pair.group()))
        .mapToInt(BuiltSet.Pair::scale)
        .max()
        .orElse(0);
  }

  private static String onlyPart(Path folder, BuiltSet set) {
    List<String> parts =
        Stream.of("test", "val")
            .filter(name -> set.pairs().stream().anyMatch(pair -> pair.part().equals(name)))
            .toList();
    if (parts.size() != 1) {
      throw new InputException(
          parts.isEmpty()
              ? folder + " has no pictures in val or test: add --part train to evaluate on train."
              : folder + " has val and test: choose one with --part.");
    }
    return parts.get(0);
  }

  @Override
  public List<Group> groups() {
    return List.copyOf(groups.keySet());
  }

  @Override
  public List<String> names(Group group) {
    return pairs(group).stream().map(BuiltSet.Pair::name).toList();
  }

  @Override
  public TestPicture read(Group group, int index) {
    BuiltSet.Pair pair = pairs(group).get(index);
    Image low = Pairs.rgb(pair.lowResolution());
    Image sharp = BuiltSamples.sharp(pair, low);
    MeasurableSize.require(pair.sharp(), sharp.width(), sharp.height());
    return new TestPicture(
        pair.name(),
        low,
        sharp,
        BuiltSamples.blurMap(pair, low),
        pair.labels() == null ? null : BuiltSamples.labels(pair, pair.labels(), form, low),
        Double.NaN);
  }

  @Override
  public int[] size(Group group, int index) {
    Image sharp = Pairs.rgb(pairs(group).get(index).sharp());
    return new int[] {sharp.width(), sharp.height()};
  }

  private List<BuiltSet.Pair> pairs(Group group) {
    return groups.getOrDefault(group, List.of());
  }
}
