package dev.clearer.net.ikc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.MethodGolden;
import dev.clearer.image.Gaussian;
import dev.clearer.net.kernel.PrincipalComponents;
import dev.clearer.net.kernel.SigmaCodes;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictor, restorer, corrector and the loop of seven are those of the reference. */
class IkcTest {
  /** Ten times the float32 noise that the golden files' README states. */
  private static final double TOLERANCE = 1e-4;

  /** For shallow networks: rounding differs between processors by up to 1.4e-5 deviations. */
  private static final double FINE = 5e-5;

  @Test
  void namesAndShapesAreThoseOfTheReference() {
    MethodGolden.assertNames("ikc_predictor", new Predictor(10));
    MethodGolden.assertNames("ikc_corrector", new Corrector(10));
    for (int scale = 2; scale <= 4; scale++) {
      MethodGolden.assertNames("ikc_sftmd_x" + scale, new Sftmd(Sftmd.Config.reference(scale)));
    }
  }

  @Test
  void thePredictorAndItsSteps() {
    MethodGolden golden = MethodGolden.of("ikc_predictor");
    Predictor predictor = new Predictor(10);
    Golden.fill(predictor, "");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("ikc/predictor/lr", 2, 3, 33, 40);
          golden.assertClose("ConvNet.11_map", predictor.map(picture), FINE);
          golden.assertClose("code", predictor.forward(picture), FINE);
        });
  }

  @Test
  void theCorrectorAndItsSteps() {
    MethodGolden golden = MethodGolden.of("ikc_corrector");
    Corrector corrector = new Corrector(10);
    Golden.fill(corrector, "");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("ikc/corrector/sr", 2, 3, 66, 80);
          Tensor code = MethodGolden.signed("ikc/corrector/code", 2, 10);
          golden.assertClose("ConvNet.13_features", corrector.features(picture), FINE);
          golden.assertClose("code_dense", corrector.ofCode(code), FINE);
          golden.assertClose("global_dense_map", corrector.map(picture, code), FINE);
          golden.assertClose("delta", corrector.forward(picture, code).sub(code), FINE);
          golden.assertClose("code", corrector.forward(picture, code), FINE);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void theRestorerAtEveryScale(int scale) {
    MethodGolden golden = MethodGolden.of("ikc_sftmd_x" + scale);
    Sftmd restorer = new Sftmd(Sftmd.Config.reference(scale));
    Golden.fill(restorer, "");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("ikc/sftmd/lr", 1, 3, 16, 20);
          Tensor code = MethodGolden.signed("ikc/sftmd/code", 1, 10);
          golden.assertClose(
              "conv_output_before_clamp", restorer.beforeClamp(picture, code), TOLERANCE);
          golden.assertClose("sr", restorer.forward(picture, code), TOLERANCE);
        });
  }

  @Test
  void stepsOfTheRestorer() {
    MethodGolden golden = MethodGolden.of("ikc_sftmd_x4");
    Sftmd restorer = new Sftmd(Sftmd.Config.reference(4));
    Golden.fill(restorer, "");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("ikc/sftmd/lr", 1, 3, 16, 20);
          Tensor codes = Sftmd.stretched(MethodGolden.signed("ikc/sftmd/code", 1, 10), picture);
          Tensor shallow = restorer.shallow(picture);
          golden.assertClose("conv3", shallow, TOLERANCE);
          SftBlock first = restorer.block(0);
          golden.assertClose("SFT-residual1.sft1", first.transformed(shallow, codes), TOLERANCE);
          Tensor x = first.forward(shallow, codes);
          golden.assertClose("SFT-residual1", x, TOLERANCE);
          x = restorer.block(1).forward(x, codes);
          golden.assertClose("SFT-residual2", x, TOLERANCE);
          for (int i = 2; i < 16; i++) {
            x = restorer.block(i).forward(x, codes);
          }
          golden.assertClose("SFT-residual16", x, TOLERANCE);
          golden.assertClose("sft", restorer.sft().forward(x.add(shallow), codes), TOLERANCE);
        });
  }

  @Test
  void sevenStepsTogether() {
    MethodGolden golden = MethodGolden.of("ikc_pipeline_x4");
    Ikc network = new Ikc(Ikc.Config.reference(4));
    Golden.fill(network.predictor(), "");
    Golden.fill(network.restorer(), "");
    Golden.fill(network.corrector(), "");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("ikc/pipeline/lr", 1, 3, 16, 20);
          TensorVector codes = new TensorVector();
          Tensor code = network.predictor().forward(picture);
          codes.push_back(code);
          golden.assertClose("sr_step1", network.restorer().forward(picture, code), 1e-3);
          for (int step = 1; step <= Ikc.STEPS; step++) {
            code = network.corrected(picture, code);
            codes.push_back(code);
          }
          golden.assertClose("codes", torch.cat(codes, 0), 1e-3);
          Ikc.Result result = network.forward(picture);
          golden.assertClose("sr_step7", result.picture(), 1e-3);
          Golden.assertClose("code", golden.tensor("codes").narrow(0, 6, 1), result.code(), 1e-3);
        });
  }

  @Test
  void aMapOfEqualCodesIsOneCode() {
    Sftmd restorer = new Sftmd(new Sftmd.Config(2, 2, 21, 10));
    Golden.fill(restorer, "");
    Golden.evaluate(
        () -> {
          Tensor picture = Golden.uniform("ikc/map", 2, 3, 7, 9);
          Tensor code = MethodGolden.signed("ikc/map/code", 2, 10);
          Tensor map = Sftmd.stretched(code, picture).contiguous();
          Tensor one = restorer.forward(picture, code);
          assertTrue(one.equal(restorer.forward(picture, map)));
          Tensor second = restorer.forward(picture.narrow(0, 1, 1), code.narrow(0, 1, 1));
          Golden.assertClose("second of two", second, one.narrow(0, 1, 1), 1e-5);
        });
  }

  @Test
  void weightsOfThePublishedSizesLoadByName() {
    Weights own = Weights.of(new Predictor(10));
    assertTrue(PredictorNetwork.looksLike(own));
    assertEquals(Predictor.Config.REFERENCE, PredictorNetwork.sizes(own));
    MethodGolden.published("ikc_predictor_x4_yuanjunchai")
        .ifPresent(
            predictor ->
                assertPublishedCodes(
                    predictor,
                    MethodGolden.published("ikc_corrector_x4_yuanjunchai").orElseThrow()));
  }

  private static void assertPublishedCodes(Weights ofPredictor, Weights ofCorrector) {
    MethodGolden golden = MethodGolden.of("ikc_published_p_c");
    assertEquals(Predictor.Config.REFERENCE, PredictorNetwork.sizes(ofPredictor));
    Predictor predictor = new Predictor(10);
    Corrector corrector = new Corrector(10);
    ofPredictor.apply(predictor);
    ofCorrector.apply(corrector);
    Golden.evaluate(
        () -> {
          Tensor code = predictor.forward(Golden.uniform("ikc/predictor/lr", 2, 3, 33, 40));
          golden.assertClose("predictor_code", code, FINE);
          Tensor enlarged = Golden.uniform("ikc/corrector/sr", 2, 3, 66, 80);
          golden.assertClose("corrector_code", corrector.forward(enlarged, code), FINE);
        });
  }

  @Test
  void publishedCodesOfGaussians() {
    Weights matrix = MethodGolden.of("danv1_x4_published_pca").weights();
    PrincipalComponents published = PrincipalComponents.of(matrix);
    float[] codes = new float[40];
    double[] sigmas = {0.2, 1, 2, 4};
    for (int i = 0; i < sigmas.length; i++) {
      float[] code = published.code(Gaussian.isotropic(sigmas[i]).sampled(21));
      System.arraycopy(code, 0, codes, 10 * i, 10);
      assertEquals(sigmas[i], new SigmaCodes(published, 4).sigma(code), 0.0051);
    }
    Golden.evaluate(
        () ->
            MethodGolden.of("ikc_published_p_c")
                .assertClose("gaussian_codes_sigma_0.2_1_2_4", Tensors.of(codes, 4, 10), 1e-5));
  }

  @Test
  void theUnusedBranchIsIgnored() {
    Sftmd restorer = new Sftmd(new Sftmd.Config(4, 1, 21, 10));
    Weights own = Weights.of(restorer);
    Map<String, Tensor> unused = new LinkedHashMap<>();
    MethodGolden.rows("ikc_sftmd_x4_unused_branch")
        .forEach(row -> unused.put(row.substring(0, row.indexOf('\t')), torch.zeros(1)));
    assertEquals(320, unused.size());
    Weights dead = Weights.of(unused);
    Sftmd.used(own.and(dead)).apply(restorer);
    assertThrows(InputException.class, () -> own.and(dead).apply(restorer));
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThrows(InputException.class, () -> Sftmd.Config.reference(5));
    assertThrows(InputException.class, () -> new Sftmd.Config(4, 0, 21, 10));
  }

  @Test
  void oddAndSmallestSizes() {
    Ikc network = new Ikc(new Ikc.Config(3, 1, 21, 10));
    Golden.evaluate(
        () -> {
          for (int[] size : new int[][] {{1, 1}, {5, 2}, {3, 7}}) {
            Tensor out = network.forward(Golden.uniform("odd", 1, 3, size[0], size[1])).picture();
            assertEquals(3L * size[0], Ops.height(out));
            assertEquals(3L * size[1], Ops.width(out));
            assertTrue(out.isfinite().all().item_bool());
          }
        });
  }
}
