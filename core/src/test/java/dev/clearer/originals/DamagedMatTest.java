package dev.clearer.originals;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** MATLAB files that ask for more memory than there is. */
class DamagedMatTest {
  @TempDir Path folder;

  @Test
  void aContainerOfSizesWithoutEndIsRefused() throws IOException {
    Path file = folder.resolve("memory.mat");
    try (InputStream in =
        DamagedMatTest.class.getResourceAsStream("/dev/clearer/image/cases/memory.mat")) {
      assertNotNull(in);
      Files.copy(in, file);
    }
    String message = Refusal.of(() -> new Nyuv2(file, null, null, true).close());
    assertTrue(message.contains("memory.mat is not a complete NYUv2 container"), message);
  }

  @Test
  void aVariableOfASizeWithoutEndIsRefused() throws IOException {
    Path file = folder.resolve("splits.mat");
    Matrix matrix = Mat5.newMatrix(1, 40);
    try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink)
          .setDeflateLevel(java.util.zip.Deflater.NO_COMPRESSION)
          .writeMat(Mat5.newMatFile().addArray("trainNdxs", matrix));
    }
    byte[] bytes = Files.readAllBytes(file);
    int sizes = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("(\0\0\0");
    assertTrue(sizes > 0);
    bytes[sizes + 3] = 0x7f; // two thousand million columns
    Files.write(file, bytes);
    String message = Refusal.of(() -> MatFiles.integers(file, "trainNdxs"));
    assertTrue(message.contains("splits.mat has no readable variable trainNdxs"), message);
  }
}
