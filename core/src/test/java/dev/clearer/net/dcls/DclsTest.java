package dev.clearer.net.dcls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.MethodGolden;
import dev.clearer.tensor.Weights;
import java.util.Optional;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.StringTensorDictItem;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, shapes, steps, outputs and the training target are those of the reference. */
class DclsTest {
  /** Noise of float32 against float64 is 2e-5 deviations. */
  private static final double TOLERANCE = 1e-4;

  /** And 3e-4 where a Gaussian is given, whose spectrum is near zero. */
  private static final double OF_GAUSSIAN = 1e-3;

  private static final DclsConfig SMALL = new DclsConfig(4, 11, 16, 2, 2);

  @ParameterizedTest
  @CsvSource({"4, 21", "4, 31", "2, 11"})
  void namesAndShapes(int scale, int kernel) {
    DclsConfig config = DclsConfig.published(scale, kernel);
    Dcls network = new Dcls(config);
    MethodGolden.assertNames("dcls_x%d_k%d".formatted(scale, kernel), network);
    assertEquals(Optional.of(config), DclsConfig.of(Weights.of(network)));
  }

  @ParameterizedTest
  @CsvSource({"4, 21, dcls/lr, 24, 32", "2, 11, dcls/lr_odd, 21, 27"})
  void everyStep(int scale, int size, String input, int height, int width) {
    Dcls network = filled(scale, size);
    MethodGolden golden = MethodGolden.of("dcls_x%d_k%d".formatted(scale, size));
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform(input, 1, 3, height, width);
          DclsEstimator estimator = network.estimator();
          Tensor latent = estimator.latent(lr);
          golden.assertClose("est.latent", latent, TOLERANCE);
          golden.assertClose(
              "est.kernel_3ch_before_mean_and_norm", estimator.raw(latent), TOLERANCE);
          Tensor kernel = estimator.forward(lr);
          golden.assertClose("kernel", kernel, TOLERANCE);
          assertRestorer(golden, network.restorer(), lr, golden.tensor("kernel"), TOLERANCE);
        });
  }

  @Test
  void theRestorerToldAGaussian() {
    DclsRestorer restorer = filled(4, 21).restorer();
    MethodGolden golden = MethodGolden.of("dcls_x4_k21_kernel_given");
    Golden.evaluate(
        () -> {
          Tensor lr = Golden.uniform("dcls/lr", 1, 3, 24, 32);
          Tensor kernel = golden.tensor("kernel");
          assertSolved(golden, restorer, lr, kernel, OF_GAUSSIAN);
          golden.assertClose("sr_unclamped", restorer.unclamped(lr, kernel), OF_GAUSSIAN);
        });
  }

  private static void assertRestorer(
      MethodGolden golden, DclsRestorer restorer, Tensor lr, Tensor kernel, double tolerance) {
    Tensor shallow = restorer.shallow(lr);
    Tensor features = restorer.features(shallow);
    golden.assertClose("res.feature", features, tolerance);
    assertSolved(golden, restorer, lr, kernel, tolerance);
    DualPath heads = restorer.heads(features, kernel);
    golden.assertClose("res.head1", heads.narrow(), tolerance);
    golden.assertClose("res.head2", heads.wide(), tolerance);
    DualPath first = restorer.group(0).first(heads);
    golden.assertClose("dpcab00.f2", first.wide(), tolerance);
    golden.assertClose("dpcab00.f1", first.narrow(), tolerance);
    DualPath body = restorer.body(heads);
    golden.assertClose("body.f2", body.wide(), tolerance);
    golden.assertClose("body.f1", body.narrow(), tolerance);
    golden.assertClose("fusion", restorer.fused(body), tolerance);
    golden.assertClose("sr_unclamped", restorer.unclamped(lr, kernel), tolerance);
  }

  private static void assertSolved(
      MethodGolden golden, DclsRestorer restorer, Tensor lr, Tensor kernel, double tolerance) {
    Deconvolution deconvolution = restorer.deconvolution();
    Tensor reduced = deconvolution.reduce(restorer.features(restorer.shallow(lr)));
    golden.assertClose("cls.reduced", reduced, tolerance);
    Tensor smoothing = deconvolution.smoothing(reduced);
    golden.assertClose("cls.kernel_P", smoothing, tolerance);
    golden.assertClose("cls.clear", deconvolution.clear(reduced, smoothing, kernel), tolerance);
  }

  @ParameterizedTest
  @CsvSource({"21", "31"})
  void everyPictureOfABatchHasItsOwnKernel(int size) {
    DclsEstimator estimator = filled(4, size).estimator();
    Golden.evaluate(
        () -> {
          Tensor kernels = estimator.forward(Golden.uniform("dcls/lr_batch", 2, 3, 24, 32));
          MethodGolden.of("dcls_estimator_batch2")
              .assertClose("kernel_k" + size, kernels, TOLERANCE);
        });
  }

  @Test
  void theTrainingTargetAndItsLoss() {
    MethodGolden golden = MethodGolden.of("dcls_kernel_loss");
    Golden.evaluate(
        () -> {
          Tensor sharp = Golden.uniform("dcls/loss/lr", 2, 3, 40, 48);
          Tensor blurred = golden.tensor("lr_blurred");
          golden.assertClose("kernel_raw_3ch_f64", DclsLoss.quotient(sharp, blurred, 21), 1e-9);
          Tensor target = DclsLoss.target(sharp, blurred, 21);
          golden.assertClose("kernel_target_f64", target, 1e-9);
          Tensor predicted = golden.tensor("kernel_pred").to(ScalarType.Double);
          double loss = predicted.sub(target).abs().mean().item_double();
          assertEquals(golden.tensor("loss_f64").item_double(), loss, 1e-12);
        });
  }

  @Test
  void thePicturesLossDoesNotReachTheEstimator() {
    Dcls network = new Dcls(SMALL);
    Golden.fill(network, "");
    dev.clearer.tensor.Scope.run(
        () -> {
          DclsLoss.Batch batch =
              new DclsLoss.Batch(
                  Golden.uniform("dcls/step/lr", 2, 3, 12, 13),
                  Golden.uniform("dcls/step/sharp", 2, 3, 12, 13),
                  Golden.uniform("dcls/step/blurred", 2, 3, 12, 13),
                  Golden.uniform("dcls/step/hr", 2, 3, 48, 52));
          DclsLoss.Terms terms = DclsLoss.of(network, batch);
          terms.picture().backward();
          assertFalse(hasGradient(network.estimator()), "picture to estimator");
          assertTrue(hasGradient(network.restorer()), "picture to restorer");
          network.zero_grad(true);
          DclsLoss.of(network, batch).kernel().backward();
          assertTrue(hasGradient(network.estimator()), "kernel to estimator");
          assertFalse(hasGradient(network.restorer()), "kernel to restorer");
        });
  }

  private static boolean hasGradient(org.bytedeco.pytorch.Module module) {
    StringTensorDict parameters = module.named_parameters();
    for (long i = 0; i < parameters.size(); i++) {
      StringTensorDictItem item = parameters.get(i);
      if (item.value().grad().defined() && item.value().grad().abs().max().item_double() > 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void sizesThatDoNotExistAreRefused() {
    assertThrows(InputException.class, () -> new DclsConfig(4, 13, 64, 5, 10));
    assertThrows(InputException.class, () -> new DclsConfig(4, 21, 60, 5, 10));
  }

  private static Dcls filled(int scale, int kernel) {
    Dcls network = new Dcls(DclsConfig.published(scale, kernel));
    Golden.fill(network, "");
    return network;
  }
}
