package dev.clearer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.net.Models;
import dev.clearer.net.compact.Compact;
import dev.clearer.net.compact.CompactConfig;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Weights;
import java.util.Objects;
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

  private static Upscaler upscaler(Precision precision, long memory) {
    Models.Opened network = Models.network("drawn", weights);
    return new Upscaler(Models.of(network, network), new Upscaler.Settings(precision, memory));
  }

  private static Result upscaled(Image picture, int scale, long memory) {
    return upscaler(Precision.F32, memory).upscale(picture, Task.scale(scale), Progress.NONE);
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
      Result result = upscaled(noise(size[0], size[1], 3), 4, 1 << 30);
      assertEquals(size[0] * 4, result.picture().width());
      assertEquals(size[1] * 4, result.picture().height());
      assertEquals(size[0] * 4, Objects.requireNonNull(result.blurMap()).width());
      assertEquals(size[1] * 4, Objects.requireNonNull(result.labels()).height());
    }
  }

  @Test
  void everyScaleHasItsSizeAndItsPixels() {
    for (int scale = 1; scale <= 4; scale++) {
      Result result = upscaled(noise(20, 12, 3), scale, 1 << 30);
      assertEquals(20 * scale, result.picture().width());
      assertEquals(12 * scale, Objects.requireNonNull(result.labels()).height());
    }
  }

  @Test
  void greyStaysGrey() {
    assertEquals(1, upscaled(noise(9, 9, 1), 4, 1 << 30).picture().channels());
  }

  @Test
  void tilesShowNoSeam() {
    Image picture = noise(208, 32, 3);
    Result whole = upscaled(picture, 4, 1 << 30);
    Result tiled = upscaled(picture, 4, 1);
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
    Upscaler half = upscaler(Precision.BF16, 1 << 30);
    Result exact = upscaled(picture, 4, 1 << 30);
    Result rounded = half.upscale(picture, Task.scale(4), Progress.NONE);
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
            upscaler(Precision.F32, 1 << 30)
                .upscale(
                    noise(8, 8, 3),
                    Task.scale(4),
                    fraction -> {
                      throw new CancellationException();
                    }));
  }

  @Test
  void refusesOtherWeightsAndScales() {
    Weights other = weights.under("estimator.");
    InputException refusal =
        assertThrows(InputException.class, () -> Models.network("half", other));
    assertTrue(String.valueOf(refusal.getMessage()).contains("name a model"), refusal.toString());
    assertThrows(InputException.class, () -> Task.scale(5));
    assertThrows(InputException.class, () -> new Upscaler.Settings(Precision.F32, 0));
  }

  @Test
  void mapsAreNotGivenBeforeTheyAreWhole() {
    Enlargement enlargement =
        upscaler(Precision.F32, 1 << 30).begin(noise(9, 8, 3), Task.scale(4), Progress.NONE);
    assertThrows(IllegalStateException.class, enlargement::maps);
    enlargement.rows().image();
    assertEquals(9, Objects.requireNonNull(enlargement.maps().get(MapKind.BLUR)).width());
  }

  @Test
  void aClosedModelHoldsNoWeights() {
    Upscaler upscaler = upscaler(Precision.F32, 1 << 30);
    upscaler.close();
    assertThrows(
        RuntimeException.class,
        () -> upscaler.upscale(noise(8, 8, 3), Task.scale(4), Progress.NONE));
  }
}
