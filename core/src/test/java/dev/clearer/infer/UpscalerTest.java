package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.net.Compact;
import dev.clearer.net.CompactConfig;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Weights;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UpscalerTest {
  private static Weights weights;

  @BeforeAll
  static void drawWeights() {
    torch.manual_seed(5);
    weights = Weights.of(new Compact(CompactConfig.standard()));
  }

  private static Upscaler upscaler(int scale, long memory) {
    return Upscaler.load(weights, new Upscaler.Settings(scale, Precision.F32, memory));
  }

  private static Image noise(int width, int height, int channels) {
    SplittableRandom random = new SplittableRandom(width * 31L + height);
    float[][] planes = new float[channels][width * height];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) random.nextDouble();
      }
    }
    return Image.of(width, height, planes);
  }

  @Test
  void anySizeFromOnePixelUp() {
    for (int[] size : new int[][] {{1, 1}, {2, 33}, {17, 5}}) {
      Upscaler.Result result =
          upscaler(4, 1 << 30).upscale(noise(size[0], size[1], 3), Progress.NONE);
      assertEquals(size[0] * 4, result.picture().width());
      assertEquals(size[1] * 4, result.picture().height());
      assertEquals(size[0] * 4, result.blurMap().width());
      assertEquals(size[1] * 4, result.labels().height());
    }
  }

  @Test
  void everyScaleHasItsSizeAndItsPixels() {
    for (int scale = 1; scale <= 4; scale++) {
      Upscaler.Result result = upscaler(scale, 1 << 30).upscale(noise(20, 12, 3), Progress.NONE);
      assertEquals(20 * scale, result.picture().width());
      assertEquals(12 * scale, result.labels().height());
    }
  }

  @Test
  void greyStaysGrey() {
    assertEquals(
        1, upscaler(4, 1 << 30).upscale(noise(9, 9, 1), Progress.NONE).picture().channels());
  }

  @Test
  void tilesShowNoSeam() {
    Image picture = noise(208, 32, 3);
    Upscaler.Result whole = upscaler(4, 1 << 30).upscale(picture, Progress.NONE);
    Upscaler.Result tiled = upscaler(4, 1).upscale(picture, Progress.NONE);
    float[] a = whole.picture().plane(1);
    float[] b = tiled.picture().plane(1);
    float most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    assertTrue(most < 0.5f / 255, "tiles differ by " + most * 255 + " of 255");
  }

  @Test
  void bfloat16IsCloseToFloat32() {
    Image picture = noise(48, 32, 3);
    Upscaler half = Upscaler.load(weights, new Upscaler.Settings(4, Precision.BF16, 1 << 30));
    Upscaler.Result exact = upscaler(4, 1 << 30).upscale(picture, Progress.NONE);
    Upscaler.Result rounded = half.upscale(picture, Progress.NONE);
    double squares = 0;
    for (int i = 0; i < exact.picture().plane(0).length; i++) {
      double difference = exact.picture().plane(0)[i] - rounded.picture().plane(0)[i];
      squares += difference * difference;
    }
    double rootMeanSquare = Math.sqrt(squares / exact.picture().plane(0).length);
    assertTrue(rootMeanSquare > 0, "it was not bfloat16");
    assertTrue(rootMeanSquare < 1.0 / 255, "off by " + rootMeanSquare * 255 + " of 255");
  }

  @Test
  void progressMayCancel() {
    assertThrows(
        CancellationException.class,
        () ->
            upscaler(4, 1 << 30)
                .upscale(
                    noise(8, 8, 3),
                    fraction -> {
                      throw new CancellationException();
                    }));
  }

  @Test
  void refusesOtherWeightsAndScales() {
    Weights other = weights.under("estimator.");
    Upscaler.Settings settings = new Upscaler.Settings(4, Precision.F32, 1 << 30);
    InputException refusal =
        assertThrows(InputException.class, () -> Upscaler.load(other, settings));
    assertTrue(String.valueOf(refusal.getMessage()).contains("name a model"), refusal.toString());
    assertThrows(InputException.class, () -> new Upscaler.Settings(5, Precision.F32, 1));
  }
}
