package dev.clearer.degrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clearer.Golden;
import dev.clearer.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
  /** Without any symmetry, so that a kernel that is turned or mirrored is found. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 25, 41})
  void convolvesWithAnyKernel(int size) {
    SplittableRandom random = new SplittableRandom(size);
    double[] weights = new double[size * size];
    Arrays.setAll(weights, i -> Math.max(0, random.nextDouble(-0.5, 1)));
    weights[0] = 2;
    drawsItself(size, weights);
  }

  @Test
  void convolvesWithPublishedKernels() throws IOException {
    Optional<Path> published = Golden.beside("data/kernels.json");
    if (published.isPresent()) {
      convolvesWithAll(published.get());
    }
  }

  private static void convolvesWithAll(Path published) throws IOException {
    JsonNode families = new ObjectMapper().readTree(published.toFile());
    int count = 0;
    for (JsonNode family : families) {
      for (JsonNode rows : family) {
        if (rows.size() % 2 == 1 && rows.get(0).size() == rows.size()) {
          drawsItself(rows.size(), weights(rows));
          count++;
        }
      }
    }
    assertTrue(count >= 20, "only " + count + " kernels were square and odd");
  }

  private static double[] weights(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
        .mapToDouble(weight -> Math.max(0, weight.asDouble()))
        .toArray();
  }

  /** A spot blurred by a kernel is that kernel. */
  private static void drawsItself(int size, double[] weights) {
    Kernel kernel = Kernel.of(size, weights);
    float[] spot = new float[99 * 99];
    spot[49 * 99 + 49] = 1;
    Image drawn = kernel.apply(Image.of(99, 99, spot)).image();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        float shown = drawn.at(0, 49 - size / 2 + y, 49 - size / 2 + x);
        assertEquals(kernel.at(y, x), shown, 1e-6);
      }
    }
  }

  @Test
  void mirrorsAtTheBorder() {
    Image image = Scenes.noise(7, 5, 1);
    Kernel right = Kernel.of(3, 0, 0, 0, 0, 0, 1, 0, 0, 0);
    Image moved = right.apply(image).image();
    for (int x = 0; x < 7; x++) {
      assertEquals(image.at(0, 2, Math.max(0, x - 1)), moved.at(0, 2, x));
    }
  }

  @Test
  void refusesWhatIsNoKernel() {
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(2, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(3, new double[9]));
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(1, -1));
    assertThrows(IllegalArgumentException.class, () -> Kernel.of(1, Double.NaN));
  }
}
