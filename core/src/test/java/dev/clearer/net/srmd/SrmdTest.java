package dev.clearer.net.srmd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.MethodGolden;
import dev.clearer.tensor.DataType;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, shapes, intermediates and outputs are those of the reference. */
class SrmdTest {
  /** Noise of float32 against float64 is 9e-6 deviations. */
  private static final double TOLERANCE = 5e-5;

  private static final long[] LR = {1, 3, 17, 23};

  @Test
  void namesAndShapes() {
    MethodGolden.assertNames("srmd_x2", new Srmd(Srmd.Config.published(2, true)));
    MethodGolden.assertNames("srmdnf_x4", new Srmd(Srmd.Config.published(4, false)));
  }

  @Test
  void withNoiseTwice() {
    Srmd network = new Srmd(Srmd.Config.published(2, true));
    Golden.fill(network, "");
    Golden.evaluate(() -> assertGolden(MethodGolden.of("srmd_x2_by_name"), network));
  }

  @Test
  void publishedWeightsWithoutNoiseFourTimes() {
    Srmd network = Srmd.of(MethodGolden.shared("peers/srmdnf_x4.safetensors"));
    assertEquals(Srmd.Config.published(4, false), network.config());
    Golden.evaluate(() -> assertGolden(MethodGolden.ofPublished("srmdnf_x4_published"), network));
  }

  private static void assertGolden(MethodGolden golden, Srmd network) {
    Tensor picture = Golden.uniform("srmd/lr", LR);
    Tensor codes = golden.tensor("code_map").unsqueeze(0);
    Tensor noise = torch.full(new long[] {1, 1, LR[2], LR[3]}, new Scalar(7 / 255.0));
    Tensor input =
        network.config().noise() ? Ops.concat(picture, codes, noise) : Ops.concat(picture, codes);
    golden.assertClose("conv0", network.layers(input, 1), TOLERANCE);
    golden.assertClose("last_conv", network.layers(input, 12), TOLERANCE);
    golden.assertClose("sr", network.forward(picture, codes, noise), TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "srmdnf_x2, 2, false",
    "srmdnf_x3, 3, false",
    "srmdnf_x4, 4, false",
    "srmd_x2, 2, true",
    "srmd_x3, 3, true",
    "srmd_x4, 4, true"
  })
  void everyPublishedFileIsTakenAsItIs(String file, int scale, boolean noise) {
    Weights weights = MethodGolden.shared("peers/" + file + ".safetensors");
    assertTrue(Srmd.recognises(weights));
    Srmd network = Srmd.of(weights);
    assertEquals(Srmd.Config.published(scale, noise), network.config());
    Golden.evaluate(
        () -> {
          Tensor codes = torch.zeros(1, 15, 5, 6);
          Tensor none = torch.zeros(1, 1, 5, 6);
          Tensor out = network.forward(Golden.uniform("srmd/lr", 1, 3, 5, 6), codes, none);
          assertEquals(6L * scale, out.size(3));
          assertTrue(out.isfinite().all().item_bool());
        });
  }

  @Test
  void weightsUnderThePortsNamesInHalfPrecision() {
    Srmd network = new Srmd(new Srmd.Config(3, true, 4, 8));
    Golden.fill(network, "");
    Weights port =
        Weights.of(network).renamed(name -> name.replace("model.", "Conv_")).as(DataType.F16);
    Srmd read = Srmd.of(port);
    assertEquals(network.config(), read.config());
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("srmd/port", 1, 19, 7, 8);
          Golden.assertClose("of the port", network.layers(input, 4), read.layers(input, 4), 5e-3);
        });
  }

  @Test
  void otherWeightsAreRefused() {
    Golden.evaluate(
        () -> {
          Weights other = Weights.of(java.util.Map.of("model.0.weight", torch.zeros(8, 7, 3, 3)));
          assertFalse(Srmd.recognises(other));
          assertThrows(InputException.class, () -> Srmd.of(other));
        });
    assertThrows(InputException.class, () -> new Srmd.Config(5, true, 12, 128));
  }
}
