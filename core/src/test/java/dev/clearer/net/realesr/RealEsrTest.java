package dev.clearer.net.realesr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.MethodGolden;
import dev.clearer.SamplePatch;
import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Weights;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class RealEsrTest {
  @Test
  void weightsOfThePublishedSizesAreTakenAsTheyAre() {
    Weights weights = Weights.of(new RealEsr(RealEsr.Config.GENERAL_X4V3));
    assertEquals(RealEsr.Config.GENERAL_X4V3, read(weights).config());
    MethodGolden.published("realesr_general_x4v3").ifPresent(RealEsrTest::assertPleases);
  }

  /** It pleases rather than being exact: 0.46 dB below bicubic here; wrong layers lose far more. */
  private static void assertPleases(Weights published) {
    RealEsr network = read(published);
    assertEquals(RealEsr.Config.GENERAL_X4V3, network.config());
    SamplePatch patch = SamplePatch.reduced("parrot.jpg", 4);
    double gain = patch.gainOverBicubic(network::forward);
    assertTrue(gain > -1, () -> "gains %.2f dB".formatted(gain));
  }

  @Test
  void weightsUnderThePortsNamesInHalfPrecision() {
    RealEsr network = new RealEsr(new RealEsr.Config(3, 4, 8));
    Golden.fill(network, "");
    Weights port = Weights.of(network).renamed(RealEsrTest::ofThePort).as(DataType.F16);
    RealEsr read = read(port);
    assertEquals(network.config(), read.config());
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("realesr/port", 1, 3, 7, 8);
          Golden.assertClose("of the port", network.forward(input), read.forward(input), 5e-3);
        });
  }

  private static String ofThePort(String name) {
    int layer = Integer.parseInt(name.split("\\.", -1)[1]);
    String own = name.substring(name.lastIndexOf('.') + 1);
    return layer % 2 == 0 ? "Conv_%d.%s".formatted(layer, own) : "PRelu_%d.slope".formatted(layer);
  }

  /** With weights of zero only the nearest pixels remain. */
  @Test
  void theNearestPixelsAreAdded() {
    RealEsr network = new RealEsr(new RealEsr.Config(2, 3, 4));
    Golden.evaluate(
        () -> {
          for (long i = 0; i < network.parameters().size(); i++) {
            network.parameters().get(i).zero_();
          }
          Tensor input = Golden.uniform("realesr/nearest", 1, 3, 2, 1);
          Tensor expected = torch.upsample_nearest2d(input, 4, 2);
          assertTrue(network.forward(input).equal(expected));
        });
  }

  @Test
  void otherWeightsAreNotRenamed() {
    Golden.evaluate(
        () -> {
          Weights other = Weights.of(Map.of("Conv_0.weight", torch.zeros(8, 3, 3, 3)));
          assertEquals(other, RealEsr.named(other));
          assertEquals(Optional.empty(), RealEsr.Config.of(other));
        });
  }

  private static RealEsr read(Weights weights) {
    Weights named = RealEsr.named(weights);
    RealEsr network = new RealEsr(RealEsr.Config.of(named).orElseThrow());
    named.apply(network);
    return network;
  }
}
