package dev.clearer.net.zssr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clearer.Golden;
import dev.clearer.InputException;
import dev.clearer.MethodGolden;
import dev.clearer.Progress;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import dev.clearer.measure.Quality;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZssrTest {
  @Test
  void theNetworkIsThatOfTheDescription() {
    MethodGolden golden = MethodGolden.of("zssr_net");
    ZssrNetwork network = new ZssrNetwork();
    MethodGolden.assertNames("zssr_net", network);
    Golden.fill(network, "");
    Golden.evaluate(
        () -> {
          Tensor input = Golden.uniform("zssr/interpolated", 1, 3, 40, 48);
          Tensor first = network.first(input);
          Tensor every4th = golden.tensor("filter_0_every_4th_channel_before_relu");
          Golden.assertClose("filter_0", every4th, channels(first, 4), 1e-5);
          golden.assertClose("filter_7_residual", network.residual(input), 1e-5);
          golden.assertClose("output", network.forward(input), 1e-5);
        });
  }

  private static Tensor channels(Tensor x, long step) {
    return x.slice(1, new LongOptional(0), new LongOptional(), step);
  }

  @Test
  void fourSteps() throws IOException {
    JsonNode golden;
    String name = "/golden/methods/zssr_train.json";
    try (InputStream stream = ZssrTest.class.getResourceAsStream(name)) {
      golden = new JsonMapper().readTree(stream);
    }
    ZssrNetwork network = new ZssrNetwork();
    Golden.fill(network, "");
    network.to(ScalarType.Double, false);
    ZssrTraining training = new ZssrTraining(network);
    Tensor input = Golden.uniform("zssr/interpolated", 1, 3, 40, 48).to(ScalarType.Double);
    Tensor father = Golden.uniform("zssr/father", 1, 3, 40, 48).to(ScalarType.Double);
    Tensor map = Golden.uniform("zssr/loss_map", 1, 3, 40, 48).to(ScalarType.Double);
    for (JsonNode step : golden.get("steps")) {
      double loss = training.step(input, father, Ops.scale(map, 2), 1e-3);
      assertEquals(step.get("loss").doubleValue(), loss, 1e-9);
      StringTensorDict named = network.named_parameters();
      for (long i = 0; i < named.size(); i++) {
        double norm = named.get(i).value().grad().norm().item_double();
        double expected = step.get("grad_norm").get(named.get(i).key().getString()).doubleValue();
        assertEquals(expected, norm, 1e-6 * expected);
      }
    }
    Weights after = Weights.of(network);
    for (String weight : after.names()) {
      double norm = after.tensor(weight).norm().item_double();
      assertEquals(golden.get("after").get(weight).doubleValue(), norm, 1e-8, weight);
    }
  }

  @Test
  void downScalingIsThatOfTheReference() {
    MethodGolden golden = MethodGolden.of("kernelgan_post");
    float[] values = Golden.uniform("kernelgan/post/image", 40 * 48 * 3);
    float[][] planes = new float[3][40 * 48];
    for (int i = 0; i < values.length; i++) {
      planes[i % 3][i / 3] = values[i];
    }
    Image picture = Image.of(48, 40, planes);
    Image half = new Downscaling(2, kernel(golden, "shifted_x2")).apply(picture);
    assertPicture(golden, "image_down_x2_by_kernel", half, 0);
    assertPicture(golden, "image_down_then_cubic_up", Resize.bicubic(half, 48, 40), 3);
    assertPicture(golden, "image_down_cubic", new Downscaling(2, null).apply(picture), 2);
    Downscaling quarter = new Downscaling(4, kernel(golden, "analytic_x4"));
    assertPicture(golden, "image_down_x4_by_kernel", quarter.apply(picture), 0);
  }

  private static BlurKernel kernel(MethodGolden golden, String name) {
    Tensor tensor = golden.tensor(name);
    return BlurKernel.of((int) tensor.size(0), Tensors.doubles(tensor));
  }

  /**
   * Fails unless both are equal but for {@code skipped} pixels at the upper and left border: there
   * the reference's cubic resizing loses the mirrored pixels, while at the other two borders it has
   * them, as ours has everywhere.
   */
  private static void assertPicture(MethodGolden golden, String name, Image actual, int skipped) {
    Tensor planes = Tensors.of(actual).squeeze(0).permute(1, 2, 0);
    Golden.assertClose(name, inner(golden.tensor(name), skipped), inner(planes, skipped), 1e-4);
  }

  private static Tensor inner(Tensor picture, int skipped) {
    return picture
        .narrow(0, skipped, picture.size(0) - skipped)
        .narrow(1, skipped, picture.size(1) - skipped);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void learnsToEnlargeOnThePictureItself(int scale) {
    Image sharp = stripes(96, 72);
    BlurKernel kernel = Gaussian.isotropic(0.5 * scale).sampled(4 * scale + 1);
    Downscaling truth = new Downscaling(scale, kernel);
    Image small = truth.apply(sharp);
    Zssr.Settings settings = Zssr.Settings.KERNEL.withIterations(40);
    Image enlarged = Zssr.enlarge(small, scale, Map.of(scale, kernel), settings, 1, Progress.NONE);
    assertEquals(96, enlarged.width());
    assertEquals(72, enlarged.height());
    double cubic = Quality.psnrY(sharp, Resize.bicubic(small, 96, 72).clamped(), 0);
    double own = Quality.psnrY(sharp, enlarged, 0);
    assertTrue(own > cubic + 1, () -> own + " dB, cubic " + cubic);
  }

  @Test
  void theSeedDecides() {
    Image small = stripes(40, 30);
    Zssr.Settings settings = Zssr.Settings.CUBIC.withIterations(3);
    float[] once = Zssr.enlarge(small, 4, Map.of(), settings, 1, Progress.NONE).plane(0);
    float[] again = Zssr.enlarge(small, 4, Map.of(), settings, 1, Progress.NONE).plane(0);
    float[] other = Zssr.enlarge(small, 4, Map.of(), settings, 2, Progress.NONE).plane(0);
    assertArrayEquals(once, again, 1e-5f);
    assertFalse(java.util.Arrays.equals(once, other));
  }

  @Test
  void greyPicturesStayGrey() {
    Image small = Image.of(20, 16, stripes(20, 16).plane(0));
    Zssr.Settings settings = Zssr.Settings.CUBIC.forPhotograph().withIterations(2);
    assertEquals(1, Zssr.enlarge(small, 2, Map.of(), settings, 1, Progress.NONE).channels());
  }

  @Test
  void reportsProgressAndCanBeCancelled() {
    List<Double> reports = new ArrayList<>();
    Zssr.Settings settings = Zssr.Settings.KERNEL.withIterations(5);
    Map<Integer, BlurKernel> kernels =
        Map.of(2, Gaussian.isotropic(1).sampled(9), 4, Gaussian.isotropic(2).sampled(17));
    Image small = stripes(24, 24);
    Zssr.enlarge(small, 4, kernels, settings, 1, reports::add);
    assertEquals(1, reports.get(reports.size() - 1));
    for (int i = 1; i < reports.size(); i++) {
      assertTrue(reports.get(i) >= reports.get(i - 1), reports::toString);
    }
    Progress impatient =
        fraction -> {
          if (fraction > 0.3) {
            throw new CancellationException();
          }
        };
    assertThrows(
        CancellationException.class, () -> Zssr.enlarge(small, 4, kernels, settings, 1, impatient));
  }

  @Test
  void tilesHaveNoSeam() {
    ZssrNetwork network = new ZssrNetwork();
    Golden.fill(network, "");
    Image wide =
        Image.of(
            530,
            20,
            stripes(530, 20).plane(0),
            stripes(530, 20).plane(1),
            stripes(530, 20).plane(2));
    Image tiled = TiledPass.of(network, wide);
    Golden.evaluate(
        () -> {
          Image whole = Tensors.image(network.forward(Tensors.of(wide)));
          for (int c = 0; c < 3; c++) {
            assertArrayEquals(whole.plane(c), tiled.plane(c), 1e-4f);
          }
        });
  }

  @Test
  void theRateFallsWhenTheErrorNoLongerDoes() {
    LearningRate rate = new LearningRate();
    int end = 0;
    for (int i = 0; i < 3000 && !rate.isOver(); i++) {
      if (i % LearningRate.MEASURED_EVERY == 0) {
        rate.measured(i, 0.01 + 1e-4 * (i / 50 % 2));
      }
      rate.after(i);
      end = i;
    }
    assertTrue(end > 890 && end < 960, "ended after " + end);
    LearningRate falling = new LearningRate();
    for (int i = 0; i < 3000; i++) {
      if (i % LearningRate.MEASURED_EVERY == 0) {
        falling.measured(i, 1 / (i + 10.0));
      }
      falling.after(i);
    }
    assertEquals(1e-3, falling.rate());
  }

  @Test
  void viewsAndWarpsKeepPixels() {
    Image picture = stripes(11, 7);
    for (View view : View.ALL) {
      Image back = view.undone(view.of(picture));
      assertArrayEquals(picture.plane(0), back.plane(0));
    }
    Image cut = AffineWarp.of(1, 1, 0, 0).square(picture, 3, 2, 5, 11, 7);
    Image crop = picture.crop(3, 2, 5, 5);
    assertArrayEquals(crop.plane(2), cut.plane(2), 1e-6f);
    Image turned =
        AffineWarp.of(1, 1, 0, Math.PI / 2).square(picture.crop(0, 0, 7, 7), 0, 0, 7, 7, 7);
    assertEquals(picture.at(0, 6, 0), turned.at(0, 0, 0), 1e-6);
    assertEquals(picture.at(0, 6, 2), turned.at(0, 2, 0), 1e-6);
  }

  @Test
  void theWeightsOfErrorsFavourEdgesAndHaveMean1() {
    Image picture = stripes(40, 36);
    Fathers fathers = new Fathers(picture, Augmentation.NONE, true, new SplittableRandom(1));
    double sum = 0;
    Father father = fathers.next(4);
    assertEquals(36, father.picture().width());
    for (float weight : father.weight().plane(0)) {
      sum += weight;
    }
    assertTrue(sum / (36 * 36) > 0.7 && sum / (36 * 36) < 1.4);
    assertEquals(0, father.weight().at(0, 0, 20));
  }

  @Test
  void faultyRequestsAreRefused() {
    Image small = stripes(20, 20);
    Zssr.Settings settings = Zssr.Settings.KERNEL;
    Map<Integer, BlurKernel> half = Map.of(2, Gaussian.isotropic(1).sampled(9));
    assertThrows(
        InputException.class, () -> Zssr.enlarge(small, 4, half, settings, 1, Progress.NONE));
    assertThrows(
        InputException.class, () -> Zssr.enlarge(small, 5, half, settings, 1, Progress.NONE));
    Image tiny = stripes(15, 40);
    assertThrows(
        InputException.class, () -> Zssr.enlarge(tiny, 2, half, settings, 1, Progress.NONE));
    assertThrows(InputException.class, () -> settings.withIterations(0));
  }

  /** Slanted stripes with hard edges, and some colour. */
  private static Image stripes(int width, int height) {
    float[][] planes = new float[3][width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        boolean light = Math.floorMod(x + y / 2, 13) < 6;
        planes[0][i] = light ? 0.9f : 0.1f;
        planes[1][i] = light ? 0.8f : 0.3f;
        planes[2][i] = light ? 0.2f : 0.5f + 0.3f * y / height;
      }
    }
    return Image.of(width, height, planes);
  }
}
