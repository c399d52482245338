package dev.clearer.net.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.image.BlurKernel;
import dev.clearer.image.Gaussian;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  private static final KernelDraw DRAW = KernelDraw.isotropic(21, 0.2, 4);
  private static final PrincipalComponents LEARNT =
      ComponentLearning.learn(DRAW, 800, 10, new SplittableRandom(3));

  @Test
  void learntComponentsAreOrthonormalAndDescribeTheirKernels() {
    float[] matrix = LEARNT.matrix();
    for (int a = 0; a < 10; a++) {
      for (int b = 0; b < 10; b++) {
        double product = 0;
        for (int i = 0; i < 441; i++) {
          product += (double) matrix[i * 10 + a] * matrix[i * 10 + b];
        }
        assertEquals(a == b ? 1 : 0, product, 1e-5);
      }
    }
    for (double sigma : new double[] {0.3, 1, 2.2, 3.9}) {
      assertDescribes(sigma);
    }
  }

  /**
   * Differences, since the mean kernel, which codes hold too, need not lie among the directions.
   */
  private static void assertDescribes(double sigma) {
    double[] kernel = Gaussian.isotropic(sigma).sampled(21).weights();
    double[] other = Gaussian.isotropic(1.5).sampled(21).weights();
    double[] difference = new double[kernel.length];
    Arrays.setAll(difference, i -> kernel[i] - other[i]);
    BlurKernel change = BlurKernel.of(21, difference);
    double[] back = LEARNT.decoded(LEARNT.code(change)).weights();
    double error = 0;
    double size = 0;
    for (int i = 0; i < back.length; i++) {
      error += Math.pow(difference[i] - back[i], 2);
      size += Math.pow(difference[i], 2);
    }
    assertTrue(error < 1e-3 * size, "sigma %s: %.3g of %.3g".formatted(sigma, error, size));
  }

  @Test
  void theFirstComponentIsTheStrongest() {
    double[] spread = new double[3];
    double[] mean = new double[3];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 500; i++) {
      float[] code = LEARNT.code(DRAW.next(random));
      for (int c = 0; c < 3; c++) {
        mean[c] += code[c] / 500;
        spread[c] += code[c] * code[c] / 500;
      }
    }
    double first = spread[0] - mean[0] * mean[0];
    double second = spread[1] - mean[1] * mean[1];
    double third = spread[2] - mean[2] * mean[2];
    assertTrue(first > 2 * second && second > 2 * third, first + " " + second + " " + third);
  }

  @Test
  void learningFollowsFromTheSeed() {
    float[] again = ComponentLearning.learn(DRAW, 800, 10, new SplittableRandom(3)).matrix();
    assertArrayEquals(LEARNT.matrix(), again, 1e-5f);
  }

  @Test
  void sigmasComeBackFromTheirCodes() {
    SigmaCodes codes = new SigmaCodes(LEARNT, 4);
    for (double sigma : new double[] {0.3, 1, 2.345, 3.9}) {
      assertEquals(sigma, codes.sigma(codes.code(sigma)), 0.0051);
    }
    float[] map = codes.map(0.5f, 2f, 99f);
    assertEquals(codes.code(2)[3], map[3 * 3 + 1]);
    assertEquals(codes.code(4)[9], map[9 * 3 + 2]);
  }

  @Test
  void readsTheMatrixOfAWeightFile() {
    float[] matrix = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};
    for (long[] shape : new long[][] {{9, 2}, {1, 9, 2}, {1, 9, 2, 1, 1}}) {
      String name = shape.length == 3 ? "encoder" : "pca_matrix";
      Weights weights = Weights.of(Map.of(name, Tensors.of(matrix, shape)));
      PrincipalComponents read = PrincipalComponents.of(weights);
      assertEquals(3, read.size());
      assertArrayEquals(new float[] {3, 4}, read.code(kernel(1)));
    }
    Weights wrong = Weights.of(Map.of("pca_matrix", Tensors.of(matrix, 6, 3)));
    assertThrows(InputException.class, () -> PrincipalComponents.of(wrong));
    Weights without = Weights.of(Map.of("conv.weight", Tensors.of(matrix, 6, 3)));
    assertThrows(InputException.class, () -> PrincipalComponents.of(without));
  }

  @Test
  void drawsKernelsOfBothSettings() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      BlurKernel isotropic = DRAW.next(random);
      assertEquals(1, isotropic.sum(), 1e-12);
      assertEquals(isotropic.at(3, 10), isotropic.at(10, 3), 1e-15);
    }
    BlurKernel noisy = KernelDraw.anisotropic(31).next(random);
    assertEquals(1, noisy.sum(), 1e-12);
    double ratio = noisy.at(15, 14) / noisy.at(15, 16);
    assertTrue(ratio != 1 && ratio > 0.75 && ratio < 1.34, () -> "ratio " + ratio);
  }

  /** 1 at element {@code index}, and 0 elsewhere, in 3x3. */
  private static BlurKernel kernel(int index) {
    double[] weights = new double[9];
    weights[index] = 1;
    return BlurKernel.of(3, weights);
  }
}
