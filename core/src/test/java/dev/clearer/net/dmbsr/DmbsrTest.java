package dev.clearer.net.dmbsr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.clearer.Golden;
import dev.clearer.MethodGolden;
import dev.clearer.net.usrnet.UsrNet;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Names, shapes, the blur and outputs are those of the reference. */
class DmbsrTest {
  /** Noise of float32 against float64 is 8e-6 deviations. */
  private static final double TOLERANCE = 5e-5;

  private static final Dmbsr.Config SMALL = new Dmbsr.Config(2, List.of(16, 32, 64, 64), 32);

  @Test
  void namesAndShapes() {
    MethodGolden.assertNames("dmbsr", new Dmbsr(Dmbsr.Config.PUBLISHED));
    MethodGolden.assertNames("dmbsr_small_n2", new Dmbsr(SMALL));
  }

  @Test
  void theBlurAndItsTranspose() {
    MethodGolden golden = MethodGolden.of("dmbsr_small_n2_by_name");
    Golden.evaluate(
        () -> {
          Tensor weights = weights();
          golden.assertClose("weight_map", weights, 1e-6);
          VariantBlur blur = new VariantBlur(golden.tensor("kernels"), weights);
          Tensor x = Golden.uniform("dmbsr/x", 1, 3, 24, 28);
          golden.assertClose("blur_of_x", blur.blur(x), TOLERANCE);
          golden.assertClose("transpose_of_x", blur.transpose(x), TOLERANCE);
        });
  }

  @Test
  void withNoiseAndWithout() {
    Dmbsr network = new Dmbsr(SMALL);
    Golden.fill(network, "");
    MethodGolden golden = MethodGolden.of("dmbsr_small_n2_by_name");
    Golden.evaluate(
        () -> {
          golden.assertClose("hyper", network.stepSizes(noise(0), 2), TOLERANCE);
          golden.assertClose("sr", restored(golden, network, noise(0.02)), TOLERANCE);
          golden.assertClose("sr_sigma0", restored(golden, network, noise(0)), TOLERANCE);
        });
  }

  @Test
  void sizesAreToldFromWeights() {
    Weights small = Weights.of(new Dmbsr(SMALL));
    assertEquals(Optional.of(SMALL), Dmbsr.Config.of(small));
    assertEquals(Optional.empty(), UsrNet.Config.of(small));
    assertEquals(Optional.empty(), Dmbsr.Config.of(Weights.of(new UsrNet(UsrNet.Config.TINY))));
  }

  private static Tensor restored(MethodGolden golden, Dmbsr network, Tensor noise) {
    Tensor lr = Golden.uniform("dmbsr/lr", 1, 3, 12, 14);
    return network.forward(lr, golden.tensor("kernels"), weights(), 2, noise);
  }

  private static Tensor weights() {
    Tensor raw = Golden.uniform("dmbsr/kmap", 1, 3, 24, 28);
    return raw.div(raw.sum(new long[] {1}, true, new ScalarTypeOptional()));
  }

  private static Tensor noise(double level) {
    return torch.full(new long[] {1, 1, 1, 1}, new Scalar(level));
  }
}
