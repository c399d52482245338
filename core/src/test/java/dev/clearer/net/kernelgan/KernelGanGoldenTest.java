package dev.clearer.net.kernelgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clearer.Golden;
import dev.clearer.MethodGolden;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import dev.clearer.net.kernelgan.KernelConstraints.Lambdas;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** Networks, crops, six iterations and what is done to the kernel are those of the reference. */
class KernelGanGoldenTest {
  private static final String[] CONVOLUTIONS = {
    "first_layer",
    "feature_block.0",
    "feature_block.3",
    "feature_block.6",
    "feature_block.9",
    "feature_block.12",
    "final_layer.0"
  };

  @Test
  void namesAndShapes() {
    MethodGolden.assertNames("kernelgan_generator", new Generator());
    MethodGolden.assertNames("kernelgan_discriminator", new Discriminator());
  }

  @Test
  void theGeneratorAndItsKernel() {
    MethodGolden golden = MethodGolden.of("kernelgan_generator");
    Generator generator = new Generator();
    Golden.fill(generator, "");
    Golden.evaluate(
        () -> {
          Tensor crop = MethodGolden.signed("kernelgan/g_input", 1, 3, 64, 64);
          Tensor kernel = generator.kernel();
          golden.assertClose("kernel", kernel.view(13, 13), 4e-5);
          golden.assertClose("output", Generator.shrunk(crop, kernel), 4e-5);
          Tensor planes = crop.view(3, 1, 64, 64);
          Tensor layered = generator.layered(planes).view(1, 3, 26, 26);
          golden.assertClose("output", layered, 4e-5);
          Tensor red = Ops.everyNth(generator.features(planes.narrow(0, 0, 1)), 8);
          Tensor expected = golden.tensor("feature_block.3_every_4th_pixel_R");
          Golden.assertClose("every 8th pixel of the features", expected, red, 4e-5);
        });
  }

  @Test
  void theDiscriminatorInTrainingAndAfter() {
    MethodGolden golden = MethodGolden.of("kernelgan_discriminator");
    Discriminator discriminator = discriminator();
    Golden.evaluate(
        () -> {
          Tensor crop = MethodGolden.signed("kernelgan/d_input", 1, 3, 26, 26);
          discriminator.train(true);
          golden.assertClose("train_output", discriminator.forward(crop), 4e-5);
          Weights after = Weights.of(discriminator);
          for (String name : golden.weights().names()) {
            if (name.startsWith("after_train.") && !name.endsWith("sigma")) {
              Tensor expected = golden.tensor(name);
              Tensor actual = after.tensor(name.substring("after_train.".length()));
              double error = expected.sub(actual).abs().max().item_double();
              assertTrue(error < 1e-5, () -> name + " is off by " + error);
            }
          }
          double[] sigmas = Tensors.doubles(golden.tensor("after_train.sigma"));
          for (int i = 0; i < sigmas.length; i++) {
            Tensor sigma = discriminator.convolutions().get(i).singularValue();
            assertEquals(sigmas[i], sigma.item_double(), 1e-5 * sigmas[i], CONVOLUTIONS[i]);
          }
          discriminator.eval();
          golden.assertClose("eval_output", discriminator.forward(crop), 1.3e-4);
        });
  }

  @Test
  void constantsOfTheConstraints() {
    MethodGolden golden = MethodGolden.of("kernelgan_constants");
    assertArrayEquals(
        Tensors.doubles(golden.tensor("bicubic_8x8")), KernelConstraints.cubic(), 1e-12);
    assertArrayEquals(
        Tensors.doubles(golden.tensor("boundary_mask_13x13")),
        KernelConstraints.boundaryMask(),
        1e-12);
  }

  @Test
  void termsOfKnownKernels() throws IOException {
    JsonNode terms = json().get("kernel_terms");
    double[] uniform = new double[169];
    java.util.Arrays.fill(uniform, 1.0 / 169);
    checkTerms(terms, "gauss_sigma1_center6.5", Gaussian.isotropic(1).sampled(13, 6.5, 6.5));
    checkTerms(terms, "gauss_sigma2_center6.5", Gaussian.isotropic(2).sampled(13, 6.5, 6.5));
    checkTerms(terms, "gauss_sigma2_center6", Gaussian.isotropic(2).sampled(13));
    checkTerms(terms, "delta_6_6", BlurKernel.delta(13));
    checkTerms(terms, "uniform", BlurKernel.of(13, uniform));
  }

  private static void checkTerms(JsonNode terms, String name, BlurKernel kernel) {
    JsonNode expected = terms.get(name);
    Golden.evaluate(
        () -> {
          Tensor k = Tensors.of(kernel.weights(), 1, 1, 13, 13);
          assertTerm(expected, "sum2one", KernelConstraints.sum(k));
          assertTerm(expected, "boundaries", KernelConstraints.boundary(k));
          assertTerm(expected, "centralized", KernelConstraints.centre(k));
          assertTerm(expected, "sparse", KernelConstraints.sparse(k));
        });
  }

  private static void assertTerm(JsonNode expected, String name, Tensor actual) {
    double value = expected.get(name).doubleValue();
    assertEquals(value, actual.item_double(), 1e-9 * Math.max(1, value), name);
  }

  /** In float64, as the golden file is. */
  @Test
  void sixIterations() throws IOException {
    JsonNode golden = json();
    Generator generator = new Generator();
    Discriminator discriminator = discriminator();
    Golden.fill(generator, "");
    generator.to(ScalarType.Double, false);
    discriminator.to(ScalarType.Double, false);
    AdversarialTraining training = new AdversarialTraining(generator, discriminator);
    for (int i = 0; i < 6; i++) {
      JsonNode expected = golden.get("iterations").get(i);
      Lambdas lambdas = i < 3 ? Lambdas.FIRST : new Lambdas(5e-4, 1, 5);
      AdversarialTraining.Losses losses = training.iterate(crops(i), lambdas, 2e-4);
      assertLoss(expected, "gan_G", losses.deceit(), i);
      assertLoss(expected, "bicubic", losses.bicubic(), i);
      assertLoss(expected, "constraints_total", losses.constraints(), i);
      assertLoss(expected, "D_fake", losses.fake(), i);
      assertLoss(expected, "D_real", losses.real(), i);
      assertLoss(expected, "kernel_sum", training.kernel().sum(), i);
      if (expected.has("grad_norm_D")) {
        assertNorms(expected.get("grad_norm_G"), gradients(generator), 1e-6);
        assertNorms(expected.get("grad_norm_D"), gradients(discriminator), 1e-6);
      }
    }
    assertNorms(golden.get("after").get("norm_G"), state(generator), 1e-7);
    assertNorms(golden.get("after").get("norm_D"), state(discriminator), 1e-7);
    Tensor kernel = Scope.returning(generator::kernel).detach();
    MethodGolden.of("kernelgan_train_kernel")
        .assertClose("kernel_after_6_iterations", kernel.view(13, 13), 1e-6);
  }

  private static AdversarialTraining.Crops crops(int i) {
    Tensor noise = MethodGolden.signed("kernelgan/noise/fake/" + i, 1, 3, 26, 26);
    return new AdversarialTraining.Crops(
        MethodGolden.signed("kernelgan/crop/g/" + i, 1, 3, 64, 64).to(ScalarType.Double),
        MethodGolden.signed("kernelgan/crop/d/" + i, 1, 3, 26, 26).to(ScalarType.Double),
        Ops.scale(noise.to(ScalarType.Double), Math.sqrt(3) / 255));
  }

  private static void assertLoss(JsonNode expected, String name, double actual, int iteration) {
    double value = expected.get(name).doubleValue();
    assertEquals(value, actual, 1e-7 * Math.max(1, value), name + " of iteration " + iteration);
  }

  private static Map<String, Tensor> gradients(Module module) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    StringTensorDict named = module.named_parameters();
    for (long i = 0; i < named.size(); i++) {
      gradients.put(named.get(i).key().getString(), named.get(i).value().grad());
    }
    return gradients;
  }

  private static Map<String, Tensor> state(Module module) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    Weights weights = Weights.of(module);
    weights.names().stream()
        .filter(name -> !name.endsWith("num_batches_tracked"))
        .forEach(name -> state.put(name, weights.tensor(name)));
    return state;
  }

  private static void assertNorms(JsonNode norms, Map<String, Tensor> actual, double tolerance) {
    assertEquals(norms.size(), actual.size());
    actual.forEach(
        (name, tensor) -> {
          double expected = norms.get(name).doubleValue();
          assertEquals(
              expected, tensor.norm().item_double(), tolerance * Math.max(1e-6, expected), name);
        });
  }

  @Test
  void theFinishOfTheKernel() {
    MethodGolden golden = MethodGolden.of("kernelgan_post");
    BlurKernel kernel = BlurKernel.of(13, Tensors.doubles(golden.tensor("kernel_in")));
    assertKernel(golden, "zeroized", KernelFinish.cleaned(kernel));
    BlurKernel half = KernelFinish.half(kernel);
    assertKernel(golden, "shifted_x2", half);
    assertKernel(golden, "analytic_x4", KernelFinish.quarter(half));
  }

  private static void assertKernel(MethodGolden golden, String name, BlurKernel actual) {
    golden.assertClose(name, Tensors.of(actual.weights(), actual.size(), actual.size()), 1e-5);
  }

  @Test
  void gradientMapsAndCrops() {
    MethodGolden post = MethodGolden.of("kernelgan_post");
    MethodGolden crops = MethodGolden.of("kernelgan_crops");
    Image picture = picture();
    double[] map = GradientMap.of(picture);
    assertPlane(post, "gradient_map", map, 120, 96);
    assertPlane(post, "probability_big_crop26", CropDraw.probabilities(map, 120, 96, 26), 120, 96);
    double[] half = GradientMap.of(Resize.bicubic(picture, 0.5));
    assertPlane(post, "gradient_map_of_half", half, 60, 48);
    double[] enlarged = KernelGan.doubled(half, 60, 48);
    assertPlane(
        crops, "probability_small_crop64", CropDraw.probabilities(enlarged, 120, 96, 64), 120, 96);
    double[] centres = Tensors.doubles(crops.tensor("centers_flat_index"));
    double[] corners = Tensors.doubles(crops.tensor("top_left_size64_then_26"));
    for (int i = 0; i < 10; i++) {
      CropDraw.Crop crop = new CropDraw(map, 120, 96, i < 5 ? 64 : 26).at((int) centres[i % 5]);
      assertEquals(corners[2 * i], crop.y());
      assertEquals(corners[2 * i + 1], crop.x());
    }
  }

  private static void assertPlane(
      MethodGolden golden, String name, double[] actual, int width, int height) {
    golden.assertClose(name, Tensors.of(actual, height, width), 1e-4);
  }

  /** u("kernelgan/post/picture") in rows of pixels of three colours; the left half is flat. */
  private static Image picture() {
    float[] values = Golden.uniform("kernelgan/post/picture", 96 * 120 * 3);
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += i / 3 % 120 < 60 ? values[i] : 0;
    }
    mean /= values.length / 2.0;
    float[][] planes = new float[3][96 * 120];
    for (int i = 0; i < values.length; i++) {
      int pixel = i / 3;
      planes[i % 3][pixel] = pixel % 120 < 60 ? (float) (0.5 * mean + 0.1 * values[i]) : values[i];
    }
    return Image.of(120, 96, planes);
  }

  private static Discriminator discriminator() {
    Discriminator discriminator = new Discriminator();
    Golden.fill(discriminator, "");
    discriminator.convolutions().forEach(SpectralConv::normaliseVectors);
    return discriminator;
  }

  private static JsonNode json() throws IOException {
    String name = "/golden/methods/kernelgan_train.json";
    try (InputStream stream = KernelGanGoldenTest.class.getResourceAsStream(name)) {
      return new JsonMapper().readTree(stream);
    }
  }
}
