package dev.clearer.net.imdn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.MethodGolden;
import dev.clearer.SamplePatch;
import dev.clearer.tensor.Weights;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImdnTest {
  private static final Imdn.Config SMALL = new Imdn.Config(3, 16);

  @Test
  void weightsOfThePublishedSizesAreTaken() {
    Imdn network = new Imdn(Imdn.Config.published(4));
    Weights weights = Weights.of(network);
    assertEquals(Optional.of(network.config()), Imdn.Config.of(weights));
    assertEquals(715_176, parameters(weights));
    MethodGolden.published("imdn_x4").ifPresent(ImdnTest::assertBeatsBicubicClearly);
  }

  private static long parameters(Weights weights) {
    return weights.names().stream()
        .mapToLong(name -> weights.shape(name).stream().reduce(1L, (a, b) -> a * b))
        .sum();
  }

  /** IMDN was trained for just this; a wrong activation or order of layers loses it all. */
  private static void assertBeatsBicubicClearly(Weights weights) {
    assertEquals(Optional.of(Imdn.Config.published(4)), Imdn.Config.of(weights));
    Imdn network = new Imdn(Imdn.Config.published(4));
    weights.apply(network);
    SamplePatch patch = SamplePatch.reduced("parrot.jpg", 4);
    double gain = patch.gainOverBicubic(network::forward);
    assertTrue(gain > 1, () -> "gains %.2f dB only".formatted(gain));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 7", "13, 9"})
  void everySizeComesOutEnlarged(int height, int width) {
    Imdn network = new Imdn(SMALL);
    Golden.fill(network, "");
    Golden.evaluate(
        () -> {
          Tensor batch = Golden.uniform("imdn", 2, 3, height, width);
          Tensor out = network.forward(batch);
          assertEquals(3L * height, out.size(2));
          assertEquals(3L * width, out.size(3));
          Tensor alone = network.forward(batch.narrow(0, 1, 1).contiguous());
          Golden.assertClose("second of two", out.narrow(0, 1, 1), alone, 1e-4);
        });
  }

  @Test
  void sizesAreToldFromWeights() {
    assertEquals(Optional.of(SMALL), Imdn.Config.of(Weights.of(new Imdn(SMALL))));
    assertThrows(InputException.class, () -> new Imdn.Config(4, 60));
  }
}
