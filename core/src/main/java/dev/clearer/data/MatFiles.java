package dev.clearer.data;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;

/** Reads the small MATLAB files (version 5) that come with NYUv2. */
final class MatFiles {
  private MatFiles() {}

  /**
   * The numbers of one variable in MATLAB's order.
   *
   * @throws InputException if the file or the variable cannot be read
   */
  static int[] integers(Path file, String variable) {
    try {
      Matrix matrix = Mat5.readFromFile(file.toFile()).getMatrix(variable);
      int[] values = new int[matrix.getNumElements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = matrix.getInt(i);
      }
      return values;
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          file + " has no readable variable " + variable + ": give the file that NYUv2 offers.", e);
    }
  }
}
