package dev.clearer.data;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scans the folders of a {@link BuiltSet} for pairs and for missing files. */
final class SetScan {
  private static final Pattern LOW_RESOLUTION = Pattern.compile("LRx([1-4])");

  private final List<BuiltSet.Pair> pairs = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /** Files that all groups of a part share, by picture name. */
  private record Part(String name, SortedMap<String, Path> sharp, SortedMap<String, Path> labels) {}

  List<BuiltSet.Pair> pairs() {
    return pairs;
  }

  List<String> faults() {
    return faults;
  }

  /** Adds {@code train}, {@code val} or {@code test}. */
  void addPart(Path folder) {
    Part part =
        new Part(
            folder.getFileName().toString(),
            byName(folder.resolve("GT")),
            byName(folder.resolve("semseg")));
    if (!part.labels.isEmpty()) {
      addUnmatched(part, part.labels, folder.resolve("semseg"));
    }
    List<Path> groups = children(folder).stream().filter(SetScan::isGroup).toList();
    for (Path group : groups) {
      addGroup(part, group, group.getFileName().toString());
    }
    if (groups.isEmpty() || !lowResolutions(folder).isEmpty()) {
      addGroup(part, folder, "");
    }
  }

  /** Whether {@code part} holds groups of degraded pictures. */
  static boolean hasGroups(Path part) {
    return children(part).stream().anyMatch(SetScan::isGroup);
  }

  private static boolean isGroup(Path folder) {
    return Files.isDirectory(folder)
        && (folder.getFileName().toString().startsWith("Group")
            || !lowResolutions(folder).isEmpty());
  }

  private void addGroup(Part part, Path folder, String group) {
    List<Path> lowResolutions = lowResolutions(folder);
    if (lowResolutions.isEmpty()) {
      faults.add(folder + " has none of LRx1 to LRx4: add the low-resolution pictures.");
    }
    SortedMap<String, Path> blur = byName(folder.resolve("blur"));
    addUnmatched(part, blur, folder.resolve("blur"));
    for (Path lowResolution : lowResolutions) {
      SortedMap<String, Path> low = byName(lowResolution);
      addUnmatched(part, low, lowResolution);
      for (String name : part.sharp.keySet()) {
        addPair(part, group, name, scale(lowResolution), low.get(name), blur.get(name));
      }
    }
  }

  private void addPair(
      Part part, String group, String name, int scale, @Nullable Path low, @Nullable Path blur) {
    Path sharp = part.sharp.get(name);
    if (sharp != null && low != null && blur != null) {
      Path labels = part.labels.get(name);
      pairs.add(new BuiltSet.Pair(part.name, group, name, scale, sharp, low, blur, labels));
    }
  }

  private void addUnmatched(Part part, SortedMap<String, Path> partners, Path folder) {
    part.sharp.keySet().stream()
        .filter(name -> !partners.containsKey(name))
        .map(
            name ->
                folder.resolve(name + ".png")
                    + " is missing: add it, or remove the picture from GT.")
        .forEach(faults::add);
    partners.forEach(
        (name, file) -> {
          if (!part.sharp.containsKey(name)) {
            faults.add(file + " has no picture in GT: add the picture, or remove this file.");
          }
        });
  }

  private static List<Path> lowResolutions(Path folder) {
    return children(folder).stream().filter(file -> scale(file) > 0).toList();
  }

  private static int scale(Path folder) {
    Matcher name = LOW_RESOLUTION.matcher(folder.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  private static SortedMap<String, Path> byName(Path folder) {
    SortedMap<String, Path> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      children(folder).stream()
          .filter(Pairs::isPicture)
          .forEach(file -> files.put(Pairs.stem(file), file));
    }
    return files;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: check its permissions.", e);
    }
  }
}
