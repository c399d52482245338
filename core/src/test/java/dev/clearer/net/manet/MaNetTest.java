package dev.clearer.net.manet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.MethodGolden;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, shapes, stages and outputs are those of the reference. */
class MaNetTest {
  /** Noise of float32 against float64 is 6e-5 deviations in the kernels and 3e-6 elsewhere. */
  private static final double OF_KERNELS = 3e-4;

  private static final double TOLERANCE = 5e-5;

  private static MaNet estimator;
  private static MaNetRestorer restorer;

  @BeforeAll
  static void build() {
    estimator = new MaNet(MaNet.Config.PUBLISHED);
    Golden.fill(estimator, MaNetRestorer.ESTIMATOR);
    restorer = new MaNetRestorer(MaNetRestorer.Config.published(4));
    Golden.fill(restorer, "");
    Golden.evaluate(
        () ->
            restorer.useCoder(
                MethodGolden.of("manet_pca_matrices").tensor("pca_matrix_aniso21_15_x4")));
  }

  @Test
  void namesAndShapesOfEveryStage() {
    MethodGolden.assertNames("manet_s2_x4", restorer);
    MethodGolden.assertNames("manet_s1_x4", group("kernel_estimation", estimator));
    Weights both =
        Weights.of(restorer)
            .and(Weights.of(estimator).renamed(name -> MaNetRestorer.ESTIMATOR + name));
    MethodGolden.assertNames("manet_s3_x4", both);
    assertEquals(
        Optional.of(MaNet.Config.PUBLISHED), MaNet.Config.of(both.under(MaNetRestorer.ESTIMATOR)));
    assertEquals(Optional.of(MaNetRestorer.Config.published(4)), MaNetRestorer.Config.of(both));
    assertEquals(Weights.of(restorer).names(), both.without(MaNetRestorer.ESTIMATOR).names());
  }

  @Test
  void everyStageOfTheEstimator() {
    MethodGolden golden = MethodGolden.of("manet_s3_x4");
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("manet/lr", 1, 3, 13, 22);
          MaNet.Stages stages = estimator.stages(torch.replication_pad2d(lr, 0, 2, 0, 3));
          golden.assertClose("m_head", stages.head(), TOLERANCE);
          golden.assertClose("m_down1", stages.down(), TOLERANCE);
          golden.assertClose("m_body", stages.body(), TOLERANCE);
          golden.assertClose("m_up1", stages.up(), TOLERANCE);
          Tensor kernels = estimator.forward(lr);
          golden.assertClose("kernel_map", kernels, OF_KERNELS);
          golden.assertClose("pca_code", restorer.codes(kernels), OF_KERNELS);
        });
  }

  @Test
  void theRestorerToldEveryPixelsKernel() {
    MethodGolden golden = MethodGolden.of("manet_s3_x4");
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("manet/lr", 1, 3, 13, 22);
          Tensor codes = golden.tensor("pca_code");
          Tensor shallow = restorer.shallow(lr);
          golden.assertClose("sft0", restorer.block(0).modulated(shallow, codes), TOLERANCE);
          golden.assertClose("rrdb0", restorer.block(0).forward(shallow, codes), TOLERANCE);
          golden.assertClose("trunk_conv", restorer.deep(shallow, codes), TOLERANCE);
          golden.assertClose("sr", restorer.forward(lr, codes), TOLERANCE);
        });
  }

  @Test
  void theRestorerToldOneKernel() {
    MethodGolden golden = MethodGolden.of("manet_s3_x4");
    Golden.evaluate(
        () -> {
          Tensor kernel = golden.tensor("nonblind.kernel").reshape(1, 441, 1, 1);
          Tensor code = restorer.codes(kernel);
          golden.assertClose("nonblind.pca_code", code.reshape(1, 15), TOLERANCE);
          Tensor lr = Golden.uniform("manet/lr", 1, 3, 13, 22);
          golden.assertClose("nonblind.sr", restorer.forward(lr, code), TOLERANCE);
        });
  }

  /** The result of a ramp is moved by 3 pixels down and right against the plain pass. */
  @Test
  void theCureMovesThePictureBack() {
    MaNetRestorer small = new MaNetRestorer(new MaNetRestorer.Config(4, 8, 4, 1));
    Golden.fill(small, "");
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("manet/cure", 1, 3, 24, 26);
          Tensor codes = Golden.uniform("manet/cure/codes", 1, 15, 24, 26);
          Tensor plain = small.forward(lr, codes);
          Tensor cured = small.restoreCentred(lr, codes);
          assertEquals(4L * 24, cured.size(2));
          assertEquals(4L * 26, cured.size(3));
          // Far from the border, which sees other padding, both are the same picture.
          Tensor a = cured.narrow(2, 43, 8).narrow(3, 43, 12);
          Tensor b = plain.narrow(2, 40, 8).narrow(3, 40, 12);
          Golden.assertClose("cured", b, a, TOLERANCE);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "2, 3", "9, 17"})
  void kernelsOfPicturesOfAnySizeAddUpToOne(int height, int width) {
    MaNet small = new MaNet(new MaNet.Config(8, 16));
    Golden.fill(small, "");
    Golden.evaluate(
        () -> {
          Tensor kernels = small.forward(Golden.uniform("manet/sizes", 2, 3, height, width));
          assertEquals(height, kernels.size(2));
          assertEquals(width, kernels.size(3));
          Tensor sums = kernels.sum(1).sub(new Scalar(1)).abs();
          assertTrue(sums.max().item_double() < 1e-5);
          Tensor first =
              small.forward(
                  Golden.uniform("manet/sizes", 2, 3, height, width).narrow(0, 1, 1).contiguous());
          Golden.assertClose("second of two", kernels.narrow(0, 1, 1), first, 1e-4);
        });
  }

  @Test
  void theLossOfKernels() {
    Golden.evaluate(
        () -> {
          Tensor kernels = torch.full(new long[] {2, 441, 3, 5}, new Scalar(0.25));
          Tensor target = torch.full(new long[] {2, 441, 1, 1}, new Scalar(0.5));
          float[] loss = Tensors.values(KernelLoss.of(kernels, target, 4));
          assertEquals(0.25 * 1e4 / (12 * 20), loss[0], 1e-3);
        });
  }

  private static Module group(String name, Module part) {
    Map<String, Module> parts = new LinkedHashMap<>();
    parts.put(name, part);
    return new dev.clearer.net.block.ModuleList<>(parts);
  }
}
