package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.MapFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Converts the segmentations of BSDS500 (Arbelaez et al., 2011) to region maps. Each picture has a
 * MATLAB file with segmentations by several people.
 */
public final class Segmentations {
  private Segmentations() {}

  /**
   * Writes {@code NAME_regions.png} (16 bits, region numbers) for every {@code NAME.mat}.
   *
   * @param groundTruth the folder of the MATLAB files
   * @param person which person's segmentation to use, from 1
   * @param output an existing folder, such as that of the pictures
   * @return the number of files written
   * @throws InputException if there are no files, or one cannot be read
   */
  public static int writeRegions(Path groundTruth, int person, Path output, Progress progress) {
    if (!Files.isDirectory(output)) {
      throw new InputException(output + " is not a folder: name the folder of the pictures.");
    }
    List<Path> files = files(groundTruth);
    for (int i = 0; i < files.size(); i++) {
      String name = files.get(i).getFileName().toString().replaceFirst("\\.mat$", "_regions.png");
      MapFiles.writeRaw(MatFiles.segmentation(files.get(i), person), output.resolve(name));
      progress.report((i + 1.0) / files.size());
    }
    return files.size();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".mat")).sorted().toList();
      if (found.isEmpty()) {
        throw new InputException(folder + " has no .mat files: name BSDS500's groundTruth/PART.");
      }
      return found;
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: name BSDS500's groundTruth/PART.", e);
    }
  }
}
