package dev.clearer.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

/** {@code dataset regions}, with files in the layout of BSDS500. */
class RegionsCommandTest {
  @TempDir Path folder;

  private Path groundTruth = Path.of("");

  @BeforeEach
  void writeSegmentations() throws IOException {
    groundTruth = Files.createDirectory(folder.resolve("groundTruth"));
    for (String name : new String[] {"101085", "101087"}) {
      Cell people = Mat5.newCell(1, 2);
      for (int person = 0; person < 2; person++) {
        people.set(person, Mat5.newStruct().set("Segmentation", segmentation(person)));
      }
      try (Mat5File file = Mat5.newMatFile()) {
        file.addArray("groundTruth", people);
        Mat5.writeToFile(file, groundTruth.resolve(name + ".mat").toFile());
      }
    }
  }

  /** Two rows of three regions: 300 to 305, or 10 for the second person. */
  private static Matrix segmentation(int person) {
    Matrix regions = Mat5.newMatrix(new int[] {2, 3}, MatlabType.UInt16);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        regions.setInt(y, x, person == 0 ? 300 + 3 * y + x : 10);
      }
    }
    return regions;
  }

  private CommandLineRun run(Path segmentations, String... more) {
    Object[] command = {"dataset", "regions", "--segmentations", segmentations, "--output", folder};
    return CommandLineRun.of(OwnPictures.with(command, (Object[]) more));
  }

  @Test
  void convertsAllSegmentations() {
    CommandLineRun run = run(groundTruth);
    assertEquals(0, run.code(), run::err);
    assertTrue(run.out().contains("2 region maps"), run::out);
    RawMap regions = MapFiles.readRaw(folder.resolve("101087_regions.png"));
    assertEquals(3, regions.width());
    assertArrayEquals(new int[] {300, 301, 302, 303, 304, 305}, regions.values());
  }

  @Test
  void usesTheChosenAnnotator() {
    assertEquals(0, run(groundTruth, "--person", "2").code());
    assertEquals(10, MapFiles.readRaw(folder.resolve("101085_regions.png")).at(1, 2));
  }

  @Test
  void refusesFilesWithoutSegmentation() throws IOException {
    assertRefused(run(groundTruth, "--person", "3"), "101085.mat has no readable segmentation 3");
    assertRefused(run(folder), "has no .mat files");
    assertRefused(run(folder.resolve("missing")), "cannot be read");
    Files.writeString(groundTruth.resolve("0.mat"), "no MATLAB file");
    assertRefused(run(groundTruth), "0.mat has no readable segmentation 1");
  }

  private static void assertRefused(CommandLineRun run, String part) {
    assertEquals(2, run.code());
    assertTrue(run.err().contains(part), run::err);
    assertEquals(1, run.err().lines().count(), run::err);
  }
}
