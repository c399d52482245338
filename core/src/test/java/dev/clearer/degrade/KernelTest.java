package dev.clearer.degrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clearer.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class KernelTest {
  @Test
  void convolvesWithEveryPublishedKernel() throws IOException {
    JsonNode families = new ObjectMapper().readTree(Files.readString(published()));
    int count = 0;
    for (JsonNode family : families) {
      for (JsonNode rows : family) {
        if (rows.size() % 2 == 1 && rows.get(0).size() == rows.size()) {
          drawsItself(rows);
          count++;
        }
      }
    }
    assertTrue(count >= 20, "only " + count + " kernels were square and odd");
  }

  /** A spot blurred by a kernel is that kernel. */
  private static void drawsItself(JsonNode rows) {
    int size = rows.size();
    double[] weights =
        StreamSupport.stream(rows.spliterator(), false)
            .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
            .mapToDouble(weight -> Math.max(0, weight.asDouble()))
            .toArray();
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

  private static Path published() {
    String root = String.valueOf(System.getProperty("clearer.root"));
    Path file = Path.of(root, "../shared/data/kernels.json");
    if (!Files.exists(file)) {
      if ("true".equals(System.getenv("CI"))) {
        fail("missing golden file " + file);
      }
      Assumptions.abort("no golden file " + file);
    }
    return file;
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
