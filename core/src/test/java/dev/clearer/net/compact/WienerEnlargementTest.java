package dev.clearer.net.compact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.degrade.GaussianBlur;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.Resize;
import dev.clearer.measure.Quality;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WienerEnlargementTest {
  private static final int SIDE = WienerFilters.SIDE;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void keepsAConstant(int scale) {
    float[] constant = filled(3 * 20 * 20, 0.7f);
    float[] sigma = ramp(20 * 20, 5);
    assertArrayEquals(
        filled(3 * scale * scale * 20 * 20, 0.7f),
        subpixels(scale, constant, sigma, 20, Precision.F32),
        1e-5f);
  }

  /** What the blur of the low-resolution picture hides of a photograph, it brings back in part. */
  @ParameterizedTest
  @CsvSource({"0, 0.2", "1, 0.5", "2.5, 1", "3, 1", "5, 0.8"})
  void beatsBicubicWhereItKnowsTheBlur(double sigma, double gain) {
    Image sharp = ImageFiles.read(Path.of("../samples/parrot.jpg")).colour().crop(0, 0, 400, 264);
    Image blurred = GaussianBlur.apply(sharp, sigma, 10).image();
    Image low = Resize.bicubic(blurred, 100, 66);
    double bicubic = Quality.psnrY(sharp, Resize.bicubic(low, 400, 264), 24);
    double wiener = Quality.psnrY(sharp, enlarged(low, sigma), 24);
    assertTrue(wiener > bicubic + gain, wiener + " dB after " + bicubic);
  }

  @Test
  void mixesTheTwoNearestFiltersAsAPlainSumDoes() {
    SplittableRandom random = new SplittableRandom(3);
    float[] picture = new float[3 * SIDE * SIDE];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = random.nextInt(256) / 255f;
    }
    double[][][] filters = WienerFilters.of(4, 0, 1, 2, 3, 4, 5);
    float[] result = subpixels(4, picture, filled(SIDE * SIDE, 2.25f), SIDE, Precision.F32);
    int middle = SIDE * SIDE / 2;
    for (int output = 0; output < 48; output++) {
      double expected = 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        double weight = 0.75 * filters[2][output % 16][i] + 0.25 * filters[3][output % 16][i];
        expected += weight * picture[output / 16 * SIDE * SIDE + i];
      }
      assertEquals(expected, result[output * SIDE * SIDE + middle], 1e-4, "output " + output);
    }
  }

  @Test
  void theFiltersHaveTheLeastExpectedError() {
    double[][] known = WienerFilters.of(4, 2)[0];
    double[][] mistaken = WienerFilters.of(4, 2.5)[0];
    double sum = 0;
    for (int phase = 0; phase < 16; phase++) {
      for (int i = 0; i < known[phase].length; i++) {
        sum += Math.abs(known[phase][i] - mistaken[phase][i]);
        int turned = known[phase].length - 1 - i;
        assertEquals(known[phase][i], known[15 - phase][turned], 1e-7, "symmetry");
      }
    }
    assertTrue(sum > 1, "another blur has other filters");
  }

  @Test
  void blursBeyondTheLargestAreTakenAsTheLargest() {
    float[] picture = ramp(3 * 16 * 16, 1);
    assertArrayEquals(
        subpixels(4, picture, filled(256, 5), 16, Precision.F32),
        subpixels(4, picture, filled(256, 9), 16, Precision.F32));
    assertArrayEquals(
        subpixels(4, picture, filled(256, 0), 16, Precision.F32),
        subpixels(4, picture, filled(256, -1), 16, Precision.F32));
  }

  @Test
  void computesInFloat32AlsoWhereTheNetworkDoesNot() {
    float[] picture = ramp(3 * 16 * 16, 1);
    float[] sigma = ramp(16 * 16, 5);
    assertArrayEquals(
        subpixels(4, picture, sigma, 16, Precision.F32),
        subpixels(4, picture, sigma, 16, Precision.BF16));
  }

  private static Image enlarged(Image low, double sigma) {
    Image[] result = new Image[1];
    WienerEnlargement enlargement = new WienerEnlargement(4);
    Scope.run(
        () -> {
          float[] map = filled(low.width() * low.height(), (float) (sigma / Compact.SIGMA_UNIT));
          Tensor blur = Tensors.of(map, 1, 1, low.height(), low.width());
          Tensor subpixels = enlargement.subpixels(Tensors.of(low), blur);
          result[0] = Tensors.image(torch.pixel_shuffle(subpixels, 4));
        });
    return result[0];
  }

  /** Of a square picture; sigma in pixels. */
  private static float[] subpixels(
      int scale, float[] picture, float[] sigma, int side, Precision precision) {
    float[][] result = new float[1][];
    WienerEnlargement enlargement = new WienerEnlargement(scale);
    Scope.run(
        () ->
            precision.run(
                () -> {
                  Tensor low = Tensors.of(picture, 1, 3, side, side);
                  Tensor blur = Tensors.of(sigma, 1, 1, side, side);
                  result[0] =
                      Tensors.values(
                          enlargement.subpixels(
                              low, blur.div(new org.bytedeco.pytorch.Scalar(Compact.SIGMA_UNIT))));
                }));
    return result[0];
  }

  private static float[] filled(int count, float value) {
    float[] filled = new float[count];
    java.util.Arrays.fill(filled, value);
    return filled;
  }

  private static float[] ramp(int count, float most) {
    float[] ramp = new float[count];
    for (int i = 0; i < count; i++) {
      ramp[i] = most * i / count;
    }
    return ramp;
  }
}
