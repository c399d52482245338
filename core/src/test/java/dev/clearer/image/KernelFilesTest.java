package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.net.kernel.KernelDraw;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample files were written by NumPy 2.4 and SciPy 1.17: element i is (i + 1) / 325. */
class KernelFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.npy",
        "fortran-float32.npy",
        "big-endian.npy",
        "scipy.mat",
        "scipy-compressed.mat"
      })
  void readsWhatNumpyAndScipyWrite(String name) throws URISyntaxException {
    BlurKernel kernel = KernelFiles.read(sample(name));
    assertEquals(5, kernel.size());
    for (int i = 0; i < 25; i++) {
      assertEquals((i + 1) / 325.0, kernel.at(i / 5, i % 5), 1e-8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel.npy", "kernel.mat", "KERNEL.NPY"})
  void readsWhatItWrote(String name) {
    BlurKernel kernel =
        new KernelDraw(13, 1, 3, false, 0.25).next(new SplittableRandom(1)).centredFor(2);
    KernelFiles.write(kernel, folder.resolve(name));
    assertArrayEquals(kernel.weights(), KernelFiles.read(folder.resolve(name)).weights());
  }

  @ParameterizedTest
  @CsvSource({
    "integers.npy, floating-point",
    "three-dimensions.npy, two dimensions",
    "other-name.mat, called Kernel",
    "missing.npy, no file"
  })
  void saysWhatIsWrongWithAFile(String name, String part) throws URISyntaxException {
    Path file = name.equals("missing.npy") ? folder.resolve(name) : sample(name);
    assertMessage(file, part);
  }

  @Test
  void saysWhatIsWrongWithNumbers() throws IOException {
    write("zero.npy", BlurKernel.of(3, new double[9]));
    assertMessage(folder.resolve("zero.npy"), "sums to 0");
    byte[] whole = write("whole.npy", Gaussian.isotropic(1).sampled(5));
    Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(whole, whole.length - 1));
    assertMessage(folder.resolve("cut.npy"), "ends too early");
    whole[whole.length - 1] = 0x7f;
    whole[whole.length - 2] = (byte) 0xf8;
    Files.write(folder.resolve("nan.npy"), whole);
    assertMessage(folder.resolve("nan.npy"), "not finite");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text.npy", "text.mat", "text.txt"})
  void refusesOtherFiles(String name) throws IOException {
    Files.writeString(folder.resolve(name), "this is a text, and no kernel at all");
    InputException fault =
        assertThrows(InputException.class, () -> KernelFiles.read(folder.resolve(name)));
    assertTrue(String.valueOf(fault.getMessage()).endsWith("."), fault.getMessage());
  }

  @Test
  void refusesADamagedMatlabFile() throws IOException, URISyntaxException {
    byte[] whole = Files.readAllBytes(sample("scipy-compressed.mat"));
    for (int length : new int[] {0, 60, 130, 200, whole.length - 3}) {
      Path file = folder.resolve(length + ".mat");
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThrows(InputException.class, () -> KernelFiles.read(file), () -> length + " bytes");
    }
  }

  private byte[] write(String name, BlurKernel kernel) throws IOException {
    KernelFiles.write(kernel, folder.resolve(name));
    return Files.readAllBytes(folder.resolve(name));
  }

  private static void assertMessage(Path file, String part) {
    InputException fault = assertThrows(InputException.class, () -> KernelFiles.read(file));
    assertTrue(String.valueOf(fault.getMessage()).contains(part), fault.getMessage());
  }

  private static Path sample(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(KernelFilesTest.class.getResource(name), name).toURI());
  }
}
