package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.MethodGolden;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlurKernelTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.7, 1, 2, 3})
  void theSecondMomentOfASampledGaussianIsItsSigma(double sigma) {
    BlurKernel kernel = Gaussian.isotropic(sigma).sampled(31);
    assertEquals(1, kernel.sum(), 1e-12);
    assertEquals(sigma, kernel.sigma(), 2e-3 * sigma);
    assertEquals(15, kernel.centre().y(), 1e-9);
    assertEquals(15, kernel.centre().x(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 0.5", "2.5, 1.5, -1.2", "3, 1.2, 0"})
  void axesAndAngleComeBack(double wide, double narrow, double angle) {
    Gaussian back = new Gaussian(wide, narrow, angle).sampled(41).gaussian();
    assertEquals(wide, back.wide(), 1e-3);
    assertEquals(narrow, back.narrow(), 1e-3);
    assertEquals(angle, back.angle(), 1e-3);
  }

  @Test
  void anglesTurnFromRowsTowardsGrowingY() {
    BlurKernel kernel = new Gaussian(3, 1, Math.PI / 4).sampled(21);
    assertTrue(kernel.at(13, 13) > 10 * kernel.at(13, 7));
    assertTrue(new Gaussian(3, 1, 0).sampled(21).at(10, 14) > 0.01);
  }

  @Test
  void variancesAreNotStandardDeviations() {
    Gaussian gaussian = Gaussian.ofVariances(4, 1, 0);
    assertEquals(2, gaussian.wide());
    assertEquals(1, gaussian.narrow());
    assertEquals(Math.sqrt(2.5), gaussian.sigma(), 1e-12);
  }

  @Test
  void sharpGaussiansAreDeltas() {
    BlurKernel between = Gaussian.isotropic(0).sampled(4, 1.5, 1);
    assertArrayEquals(
        BlurKernel.delta(5).weights(), Gaussian.isotropic(0).sampled(5).weights(), 1e-12);
    assertEquals(0.5, between.at(1, 1), 1e-12);
    assertEquals(0.5, between.at(2, 1), 1e-12);
  }

  @Test
  void paddingKeepsTheMiddle() {
    BlurKernel kernel = Gaussian.isotropic(1).sampled(5);
    BlurKernel larger = kernel.padded(2);
    assertEquals(9, larger.size());
    assertEquals(kernel.at(2, 3), larger.at(4, 5));
    assertArrayEquals(kernel.weights(), larger.padded(-2).weights());
  }

  /** scipy.ndimage.shift(kernel, (0.3, -1.25)) of order 3, three rows and four columns of it. */
  @Test
  void splinesMoveAsThoseOfScipy() {
    double[] inside = {0.2, 0.9, 0.4, 0.7, 0.1, 0.6, 0.3, 0.8, 0.5, 0.95};
    double[] weights = new double[81];
    for (int i = 0; i < 25; i++) {
      weights[(2 + i / 5) * 9 + 2 + i % 5] = inside[i % 10];
    }
    BlurKernel moved = SplineShift.shifted(BlurKernel.of(9, weights), 0.3, -1.25);
    double[][] expected = {
      {0.005074399212709407, -0.030008815490093405, -0.08586394193983563, -0.026929948000563766},
      {-0.023532473471729997, 0.2713524590606015, 0.6651599419168239, 0.26677730452210296},
      {0.12939014452118244, 0.566416669123654, 0.4999093899217026, 0.7426684274395366}
    };
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        assertEquals(expected[y][x], moved.at(y + 1, x), 1e-12);
      }
    }
  }

  @Test
  void centringIsThatOfTheReference() {
    MethodGolden golden = MethodGolden.of("kernelgan_post");
    BlurKernel zeroised = kernel(golden.tensor("zeroized"));
    assertClose(golden, "shifted_x2", zeroised.centredFor(2));
    BlurKernel half = kernel(golden.tensor("shifted_x2"));
    assertClose(golden, "shifted_again_x2_for_zssr", half.centredFor(2));
    BlurKernel quarter = kernel(golden.tensor("analytic_x4"));
    assertClose(golden, "shifted_x4_for_zssr", quarter.centredFor(4));
  }

  @Test
  void impossibleKernelsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> BlurKernel.of(2, 1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> BlurKernel.of(1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> BlurKernel.of(2, 1, -1, 0, 0).normalised());
    assertThrows(IllegalArgumentException.class, () -> Gaussian.isotropic(-1));
  }

  private static BlurKernel kernel(Tensor tensor) {
    float[] values = Tensors.values(tensor);
    double[] weights = new double[values.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = values[i];
    }
    return BlurKernel.of((int) tensor.size(0), weights);
  }

  private static void assertClose(MethodGolden golden, String name, BlurKernel actual) {
    golden.assertClose(name, Tensors.of(actual.floats(), actual.size(), actual.size()), 1e-5);
  }
}
