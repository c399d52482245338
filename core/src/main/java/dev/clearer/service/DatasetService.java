package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.data.BuiltSet;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verifies a built dataset. */
public final class DatasetService {
  private DatasetService() {}

  /**
   * The result of a check.
   *
   * @param pairs number of pairs of sharp and low-resolution pictures
   * @param hasManifest whether the files were compared with checksums
   * @param faults a sentence for each fault; empty if the set is valid
   */
  public record Findings(int pairs, boolean hasManifest, List<String> faults) {}

  /**
   * Checks that each picture has its pair and maps, and that they are readable and of the right
   * kind and size. If there is a manifest, also checks that no file was changed or added.
   *
   * @throws InputException if the folder holds no dataset
   */
  public static Findings check(Path folder, Progress progress) {
    boolean hasManifest = Files.exists(folder.resolve("manifest.json"));
    BuiltSet set = BuiltSet.in(folder);
    List<String> faults = new ArrayList<>();
    if (hasManifest) {
      compare(folder, Manifest.in(folder), faults);
    } else {
      faults.addAll(set.faults());
      if (Files.exists(folder.resolve(".finished"))) {
        faults.add(folder + " is incomplete. Run the same clearer synthesize again.");
      }
    }
    for (int i = 0; i < set.pairs().size(); i++) {
      checkPair(set.pairs().get(i), faults);
      progress.report((i + 1.0) / set.pairs().size());
    }
    return new Findings(set.pairs().size(), hasManifest, faults.stream().distinct().toList());
  }

  private static void compare(Path folder, Manifest manifest, List<String> faults) {
    Set<Path> known = new TreeSet<>();
    for (Manifest.Entry entry : manifest.pictures()) {
      entry.files().forEach((path, sum) -> checkFile(folder.resolve(path), sum, faults));
      entry.files().keySet().forEach(path -> known.add(folder.resolve(path)));
    }
    for (Path file : files(folder)) {
      if (!known.contains(file)) {
        faults.add(file + " is not in the manifest. Remove it, or build the set again.");
      }
    }
  }

  private static void checkFile(Path file, String checksum, List<String> faults) {
    if (!Files.exists(file)) {
      faults.add(file + " is missing. Run the same clearer synthesize again.");
    } else if (!Checksum.sha256(file).equals(checksum)) {
      faults.add(file + " has changed since it was built. Run the same clearer synthesize again.");
    }
  }

  /** All files in the parts of the set. */
  private static Set<Path> files(Path folder) {
    Set<Path> all = new TreeSet<>();
    for (String part : List.of("train", "val", "test")) {
      Path root = folder.resolve(part);
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          all.addAll(files.filter(Files::isRegularFile).collect(Collectors.toSet()));
        } catch (IOException e) {
          throw new InputException(root + " cannot be read. Check its permissions.", e);
        }
      }
    }
    return all;
  }

  private static void checkPair(BuiltSet.Pair pair, List<String> faults) {
    try {
      Picture sharp = ImageFiles.read(pair.sharp());
      Picture low = ImageFiles.read(pair.lowResolution());
      int scale = pair.scale();
      checkSize(pair.lowResolution(), low.width() * scale, low.height() * scale, sharp, faults);
      var blurMap = MapFiles.readBlur(pair.blurMap());
      checkSize(pair.blurMap(), blurMap.width(), blurMap.height(), sharp, faults);
      if (pair.labels() != null) {
        var labels = MapFiles.readLabels(pair.labels());
        checkSize(pair.labels(), labels.width(), labels.height(), sharp, faults);
      }
    } catch (InputException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private static void checkSize(
      Path file, int width, int height, Picture sharp, List<String> faults) {
    if (width != sharp.width() || height != sharp.height()) {
      faults.add(
          "%s belongs to a picture of %dx%d, but its GT is %dx%d. Replace one of them."
              .formatted(file, width, height, sharp.width(), sharp.height()));
    }
  }
}
