package dev.clearer.data;

import dev.clearer.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A built dataset on disk: {@code train/{GT,LRx4,blur,semseg}}, and for {@code val} and {@code
 * test} {@code GT}, {@code semseg} and a folder for every group: {@code Group1/{LRx4,blur}}. It
 * need not be built by this program: the reference published its sets like this.
 *
 * @param pairs whole pairs by part, group and name
 * @param faults a sentence for every file that lacks its partner
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
   * @param scale how many times smaller the low resolution is
   * @param labels null where nobody labelled
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
   * Finds what is in {@code folder}.
   *
   * @throws InputException if there is no part in it, or it cannot be read
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
