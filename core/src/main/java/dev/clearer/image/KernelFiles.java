package dev.clearer.image;

import dev.clearer.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads and writes one kernel a file: NumPy's {@code .npy} (a square array) and MATLAB's {@code
 * .mat} version 5 (a square matrix called {@code Kernel}, as KernelGAN and ZSSR exchange them).
 */
public final class KernelFiles {
  /** Far above every kernel, far below what could exhaust memory. */
  static final int GREATEST_SIZE = 1024;

  private static final long MOST_BYTES = 64L << 20;

  private KernelFiles() {}

  /** Whether {@code file} has a name that {@link #read} takes. */
  public static boolean isKernelFile(Path file) {
    return hasEnding(file, ".npy") || hasEnding(file, ".mat");
  }

  /**
   * Reads a kernel, its weights as they are.
   *
   * @throws InputException if it cannot be read, is not square, holds numbers that are not finite
   *     or sums to 0
   */
  public static BlurKernel read(Path file) {
    requireEnding(file);
    byte[] bytes = bytes(file);
    BlurKernel kernel =
        hasEnding(file, ".npy") ? NpyKernel.read(bytes, file) : MatKernel.read(bytes, file);
    if (Math.abs(kernel.sum()) < 1e-6) {
      throw new InputException(file + " sums to 0: a blur kernel must have a sum, best 1.");
    }
    return kernel;
  }

  /**
   * Writes a kernel in double precision, to a temporary name first.
   *
   * @throws InputException if the name ends in neither .npy nor .mat or it cannot be written
   */
  public static void write(BlurKernel kernel, Path file) {
    requireEnding(file);
    OutputFile.write(
        file, hasEnding(file, ".npy") ? NpyKernel.bytes(kernel) : MatKernel.bytes(kernel));
  }

  /**
   * A kernel of an unchecked square of numbers.
   *
   * @throws InputException if it is too large or not square, or a number is not finite
   */
  static BlurKernel checked(Path file, long rows, long columns, double... weights) {
    requireSquare(file, rows, columns);
    for (double weight : weights) {
      if (!Double.isFinite(weight)) {
        throw new InputException(file + " holds a number that is not finite: correct it.");
      }
    }
    return BlurKernel.of((int) rows, weights);
  }

  static void requireSquare(Path file, long rows, long columns) {
    if (rows != columns || rows < 1 || rows > GREATEST_SIZE) {
      throw new InputException(
          "%s is %dx%d: a kernel must be square, at most %d a side."
              .formatted(file, rows, columns, GREATEST_SIZE));
    }
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("There is no file " + file + ": check the name and the folder.");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file + " is over 64 MiB: it is no kernel.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: check its permissions.", e);
    }
  }

  private static void requireEnding(Path file) {
    if (!isKernelFile(file)) {
      throw new InputException(file + " is no kernel file: its name must end in .npy or .mat.");
    }
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
