package dev.clearer.image;

import dev.clearer.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/** MATLAB's format, version 5, with the kernel as the matrix {@code Kernel}. */
final class MatKernel {
  private static final String VARIABLE = "Kernel";
  private static final int MOST_BYTES_AROUND = 4096;

  private MatKernel() {}

  static BlurKernel read(byte[] bytes, Path file) {
    try (Source source = Sources.wrap(bytes)) {
      MatFile content = Mat5.newReader(source).disableSubsystemProcessing().readMat();
      return kernel(content, file);
    } catch (IOException | RuntimeException e) {
      if (e instanceof InputException known) {
        throw known;
      }
      throw new InputException(
          file + " is no MATLAB file of version 5: save it with the option -v6 or -v7.", e);
    }
  }

  private static BlurKernel kernel(MatFile content, Path file) {
    Matrix matrix = null;
    for (MatFile.Entry entry : content.getEntries()) {
      if (entry.getName().equals(VARIABLE) && entry.getValue() instanceof Matrix found) {
        matrix = found;
      }
    }
    if (matrix == null) {
      throw new InputException(
          file + " has no matrix called " + VARIABLE + ": save the kernel under that name.");
    }
    KernelFiles.requireSquare(
        file, matrix.getNumRows(), matrix.getNumElements() / Math.max(1, matrix.getNumRows()));
    int size = matrix.getNumRows();
    double[] weights = new double[size * size];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = matrix.getDouble(Math.floorDiv(i, size), i % size);
    }
    return KernelFiles.checked(file, size, size, weights);
  }

  static byte[] bytes(BlurKernel kernel) {
    Matrix matrix = Mat5.newMatrix(kernel.size(), kernel.size());
    for (int y = 0; y < kernel.size(); y++) {
      for (int x = 0; x < kernel.size(); x++) {
        matrix.setDouble(y, x, kernel.at(y, x));
      }
    }
    int most = kernel.size() * kernel.size() * Double.BYTES + MOST_BYTES_AROUND;
    ByteBuffer bytes = ByteBuffer.allocate(most).order(ByteOrder.nativeOrder());
    try (Mat5File file = Mat5.newMatFile();
        Sink sink = Sinks.wrap(bytes)) {
      file.addArray(VARIABLE, matrix);
      file.writeTo(sink);
      return Arrays.copyOf(bytes.array(), Math.toIntExact(sink.position()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
