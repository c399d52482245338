package dev.clearer.net.usrnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.MethodGolden;
import dev.clearer.net.block.Spectra;
import dev.clearer.net.block.WrapBoundary;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, shapes, steps and outputs are those of the reference, computed in float64. */
class UsrNetTest {
  /** Golden numbers are rounded to float32. */
  private static final double EXACT = 1e-6;

  @Test
  void namesAndShapes() {
    MethodGolden.assertNames("usrnet", new UsrNet(UsrNet.Config.PUBLISHED));
    MethodGolden.assertNames("usrnet_tiny", new UsrNet(UsrNet.Config.TINY));
  }

  @Test
  void oneDataStepWithAnEvenKernel() {
    MethodGolden golden = MethodGolden.of("usrnet_data_step");
    Golden.evaluate(
        () -> {
          Tensor raw = Golden.uniform("usrnet/data/k", 2, 1, 8, 10);
          Tensor kernel = raw.div(raw.sum(new long[] {2, 3}, true, type()));
          golden.assertClose("kernel", kernel, EXACT);
          Tensor alpha = Tensors.of(new float[] {0.05f, 0.3f}, 2, 1, 1, 1);
          DataStep step = new DataStep(Golden.uniform("usrnet/data/lr", 2, 3, 8, 10), kernel, 3);
          Tensor z = step.solve(Golden.uniform("usrnet/data/x", 2, 3, 24, 30), alpha);
          golden.assertClose("z", z, 4e-6);
        });
  }

  @Test
  void everyStepTwiceOnABatchInDouble() {
    UsrNet network = tiny();
    network.to(ScalarType.Double, false);
    MethodGolden golden = MethodGolden.of("usrnet_tiny_x2_by_name");
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("usrnet/lr2", 2, 3, 19, 27).to(ScalarType.Double);
          assertSteps(golden, network, lr, 2, 0.02, EXACT);
        });
  }

  @Test
  void everyStepTwiceOnABatchInFloat() {
    MethodGolden golden = MethodGolden.of("usrnet_tiny_x2_by_name");
    UsrNet network = tiny();
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("usrnet/lr2", 2, 3, 19, 27);
          assertSteps(golden, network, lr, 2, 0.02, 1e-4);
        });
  }

  @ParameterizedTest
  @CsvSource({"usrnet_tiny_x4_published, 0, 2e-2", "usrnet_tiny_x4_published_sigma2, 2, 2e-3"})
  void weightsOfThePublishedSizes(String file, double noise, double inFloat) {
    Weights own = Weights.of(new UsrNet(UsrNet.Config.TINY));
    assertEquals(Optional.of(UsrNet.Config.TINY), UsrNet.Config.of(own));
    MethodGolden.published("usrnet_tiny")
        .ifPresent(weights -> assertGolden(weights, file, noise, inFloat));
  }

  private static void assertGolden(Weights weights, String file, double noise, double inFloat) {
    assertEquals(Optional.of(UsrNet.Config.TINY), UsrNet.Config.of(weights));
    MethodGolden golden = MethodGolden.ofPublished(file).orElseThrow();
    UsrNet network = new UsrNet(UsrNet.Config.TINY);
    weights.apply(network);
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("usrnet/lr", 1, 3, 18, 25);
          Tensor level = torch.full(new long[] {1, 1, 1, 1}, new Scalar(noise / 255));
          Tensor fast = network.forward(lr, golden.tensor("kernel"), 4, level);
          golden.assertClose("sr", fast, inFloat);
          network.to(ScalarType.Double, false);
          assertSteps(golden, network, lr.to(ScalarType.Double), 4, noise / 255, EXACT);
        });
  }

  private static void assertSteps(
      MethodGolden golden, UsrNet network, Tensor lr, int scale, double noise, double tolerance) {
    Tensor kernel = golden.tensor("kernel").to(lr.scalar_type());
    Tensor level = torch.full(new long[] {lr.size(0), 1, 1, 1}, new Scalar(noise), lr.options());
    Tensor numbers = network.stepSizes(level, scale);
    golden.assertClose("alpha_beta", numbers, tolerance);
    DataStep data = new DataStep(lr, kernel, scale);
    golden.assertClose("otf_real", torch.real(data.otf()), tolerance);
    golden.assertClose("otf_imag", torch.imag(data.otf()), tolerance);
    Tensor x = Spectra.enlarged(lr, scale);
    Tensor z = data.solve(x, numbers.narrow(1, 0, 1));
    golden.assertClose("data_step_0", z, tolerance);
    Tensor restored = network.priorStep(z, numbers, 0);
    golden.assertClose("prior_step_0", restored, tolerance);
    golden.assertClose("data_step_1", data.solve(restored, numbers.narrow(1, 1, 1)), tolerance);
    golden.assertClose("sr", network.forward(lr, kernel, scale, level), tolerance);
  }

  @Test
  void theBoundaryIsWrapped() {
    MethodGolden golden = MethodGolden.of("wrap_boundary");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("usrnet/wrap", 37, 45, 3).permute(2, 0, 1).unsqueeze(0);
          Tensor wrapped = WrapBoundary.wrap(picture, 56, 64);
          golden.assertClose("out_56x64x3", wrapped.squeeze(0).permute(1, 2, 0), EXACT);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void photographsOfAnySizeKeepTheirSizeAndPlace(int scale) {
    UsrNet network = tiny();
    Golden.evaluate(
        () -> {
          Tensor kernel = torch.zeros(1, 1, 49, 49);
          kernel.select(2, 24).select(2, 24).fill_(new Scalar(1));
          Tensor noise = torch.zeros(1, 1, 1, 1);
          for (int[] size : new int[][] {{1, 1}, {2, 9}, {11, 6}}) {
            Tensor lr = Golden.uniform("usrnet/sizes", 1, 3, size[0], size[1]);
            Tensor out = network.restorePhotograph(lr, kernel, scale, noise);
            assertEquals((long) scale * size[0], out.size(2));
            assertEquals((long) scale * size[1], out.size(3));
            assertTrue(out.isfinite().all().item_bool());
            assertTrue(
                WrapBoundary.extended(lr, scale)
                    .narrow(2, 0, size[0])
                    .narrow(3, 0, size[1])
                    .equal(lr));
          }
        });
  }

  /** The minimum has no gradient: alpha (z - x) + K^T S^T (S K z - y) = 0. */
  @Test
  void theDataStepMinimisesWithAKernelLargerThanThePicture() {
    Golden.evaluate(
        () -> {
          Tensor y = Golden.uniform("minimum/y", 1, 1, 3, 4).to(ScalarType.Double);
          Tensor kernel = Golden.uniform("minimum/k", 1, 1, 9, 11).to(ScalarType.Double);
          Tensor x = Golden.uniform("minimum/x", 1, 1, 6, 8).to(ScalarType.Double);
          Tensor alpha = torch.full(new long[] {1, 1, 1, 1}, new Scalar(0.3));
          DataStep step = new DataStep(y, kernel, 2);
          Tensor z = step.solve(x, alpha);
          Tensor blurred = convolved(z, kernel);
          Tensor residual = Spectra.spread(dev.clearer.tensor.Ops.everyNth(blurred, 2).sub(y), 2);
          Tensor gradient =
              convolved(residual, kernel.flip(2, 3)).add(z.sub(x).mul(new Scalar(0.3)));
          assertTrue(gradient.abs().max().item_double() < 1e-6);
        });
  }

  /** By the definition, pixel by pixel, the kernel of odd size centred. */
  private static Tensor convolved(Tensor picture, Tensor kernel) {
    int rows = (int) kernel.size(2);
    int columns = (int) kernel.size(3);
    Tensor sum = torch.zeros_like(picture);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        Tensor moved = picture.roll(new long[] {r - rows / 2, c - columns / 2}, 2, 3);
        sum.add_(moved.mul(kernel.select(2, r).select(2, c)));
      }
    }
    return sum;
  }

  private static UsrNet tiny() {
    UsrNet network = new UsrNet(UsrNet.Config.TINY);
    Golden.fill(network, "");
    return network;
  }

  private static org.bytedeco.pytorch.ScalarTypeOptional type() {
    return new org.bytedeco.pytorch.ScalarTypeOptional();
  }
}
