package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A built dataset on disk: {@code train/{GT,LRx4,blur,semseg}}, and for {@code val} and {@code
 * test} {@code GT}, {@code semseg} and a folder for every group: {@code Group1/{LRx4,blur}}.
 * Published sets of the paper have the same layout.
 *
 * @param pairs complete pairs, sorted by part, group and name
 * @param faults a sentence for every file without its partner
 */
public record BuiltSet(List<Pair> pairs, List<String> faults) {
  private static final List<String> PARTS = List.of("train", "val", "test");

  /** Copies the lists. */
  public BuiltSet {
    pairs = List.copyOf(pairs);
    faults = List.copyOf(faults);
  }

  /**
   * The files of one sample.
   *
   * @param part {@code train}, {@code val} or {@code test}
   * @param group {@code Group1} and so on; empty in a part without groups
   * @param scale the scale: sharp size divided by low-resolution size
   * @param labels null if there are no labels
   */
  public record Pair(
      String part,
      String group,
      String name,
      int scale,
      Path sharp,
      Path lowResolution,
      Path blurMap,
      @Nullable Path labels) {}

  /**
   * Finds the pairs in {@code folder}.
   *
   * @throws InputException if the folder has no part or cannot be read
   */
  public static BuiltSet in(Path folder) {
    SetScan scan = new SetScan();
    for (String part : PARTS) {
      if (Files.isDirectory(folder.resolve(part).resolve("GT"))) {
        scan.addPart(folder.resolve(part));
      }
    }
    BuiltSet set = new BuiltSet(scan.pairs(), scan.faults());
    if (set.pairs.isEmpty() && set.faults.isEmpty()) {
      throw new InputException(
          folder + " holds no pictures in train/GT, val/GT or test/GT: name a built dataset.");
    }
    return set;
  }

  /**
   * The pairs of a part and group.
   *
   * @throws InputException if there are none
   */
  public List<Pair> pairs(String part, String group) {
    List<Pair> found =
        pairs.stream().filter(p -> p.part().equals(part) && p.group().equals(group)).toList();
    if (found.isEmpty()) {
      throw new InputException(
          "The dataset has no pictures in %s: name another part or group."
              .formatted(group.isEmpty() ? part : part + "/" + group));
    }
    return found;
  }
}
