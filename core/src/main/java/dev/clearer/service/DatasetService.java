package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Verifies a built dataset. */
public final class DatasetService {
  private DatasetService() {}

  /**
   * Compares a set with its manifest: every file there, unchanged, readable and of the right size.
   *
   * @return a sentence for every fault; empty if the set is whole
   * @throws InputException if there is no manifest
   */
  public static List<String> check(Path folder) {
    if (!Files.exists(folder.resolve("manifest.json"))) {
      throw new InputException(
          folder + " has no manifest.json: finish it with clearer synthesize, or name another.");
    }
    Manifest manifest = Manifest.in(folder);
    List<String> faults = new ArrayList<>();
    for (Manifest.Entry entry : manifest.pictures()) {
      int before = faults.size();
      entry.files().forEach((path, sum) -> checkFile(folder.resolve(path), sum, faults));
      if (faults.size() == before) {
        checkSizes(folder, entry, manifest.parameters().scale(), faults);
      }
    }
    return faults;
  }

  private static void checkFile(Path file, String checksum, List<String> faults) {
    if (!Files.exists(file)) {
      faults.add(file + " is missing: delete .finished in the set and build it again.");
    } else if (!Folders.checksum(file).equals(checksum)) {
      faults.add(file + " has changed since it was built: delete it and build it again.");
    }
  }

  private static void checkSizes(
      Path folder, Manifest.Entry entry, int scale, List<String> faults) {
    Picture sharp = ImageFiles.read(folder.resolve(entry.part() + "/GT/" + entry.name() + ".png"));
    for (String path : entry.files().keySet()) {
      Path file = folder.resolve(path);
      int[] size = size(file, path);
      int factor = path.contains("/LRx") ? scale : 1;
      if (size[0] * factor != sharp.width() || size[1] * factor != sharp.height()) {
        faults.add("%s is %dx%d, which does not fit its GT.".formatted(file, size[0], size[1]));
      }
    }
  }

  private static int[] size(Path file, String path) {
    if (path.contains("/blur/")) {
      var map = MapFiles.readBlur(file);
      return new int[] {map.width(), map.height()};
    }
    Picture picture = ImageFiles.read(file);
    return new int[] {picture.width(), picture.height()};
  }
}
