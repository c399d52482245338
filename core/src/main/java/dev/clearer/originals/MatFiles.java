package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.InputFile;
import dev.clearer.image.RawMap;
import java.io.IOException;
import java.nio.file.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;

/** Reads the small MATLAB files (version 5) that come with NYUv2 and BSDS500. */
final class MatFiles {
  private MatFiles() {}

  /**
   * The values of a variable in MATLAB's order.
   *
   * @throws InputException if the file or the variable cannot be read
   */
  static int[] integers(Path file, String variable) {
    InputFile.require(file, "a .mat file");
    try {
      Matrix matrix = Mat5.readFromFile(file.toFile()).getMatrix(variable);
      int[] values = new int[matrix.getNumElements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = matrix.getInt(i);
      }
      return values;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // damaged sizes can request any amount of memory
      throw new InputException(
          file + " has no readable variable " + variable + ": give the original file of NYUv2.", e);
    }
  }

  /**
   * One person's segmentation of a picture of BSDS500: {@code groundTruth{person}.Segmentation}.
   *
   * @param person index of the person, from 1
   * @throws InputException if the file cannot be read or has no such segmentation
   */
  static RawMap segmentation(Path file, int person) {
    InputFile.require(file, "a .mat file");
    try {
      Cell people = Mat5.readFromFile(file.toFile()).getCell("groundTruth");
      Matrix matrix = people.getStruct(person - 1).getMatrix("Segmentation");
      int height = matrix.getNumRows();
      int width = matrix.getNumCols();
      int[] regions = new int[Math.multiplyExact(width, height)];
      for (int i = 0; i < regions.length; i++) {
        regions[i] = matrix.getInt(i / width, i % width);
      }
      return new RawMap(width, height, regions);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new InputException(
          "%s has no readable segmentation %d: give the groundTruth files of BSDS500."
              .formatted(file, person),
          e);
    }
  }
}
