package dev.clearer.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.clearer.Golden;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LossesTest {
  /** Three pixels of two classes. */
  private static final float[] SCORES = {0, 2, -1, 0, 0, 3};

  @Test
  void absoluteDifferencesAreAveraged() {
    Scope.run(
        () -> {
          Tensor loss = Losses.l1(row(1, -2, 0.5f), row(0, 0, 0.5f));
          assertEquals(1, loss.item_double(), 1e-6);
        });
  }

  @Test
  void charbonnierIsSmoothAtZeroAndStraightFarFromIt() {
    Scope.run(
        () -> {
          Tensor estimate = row(0, 3).requires_grad_(true);
          Tensor loss = Losses.charbonnier(estimate, row(0, 0));
          assertEquals((1e-3 + 3) / 2, loss.item_double(), 1e-6);
          loss.backward();
          assertArrayEquals(new float[] {0, 0.5f}, Tensors.values(estimate.grad()), 1e-6f);
        });
  }

  @Test
  void theSpectrumOfARegularErrorIsOneFrequency() {
    Scope.run(
        () -> {
          float[] stripes = new float[16];
          float[] constant = new float[16];
          for (int i = 0; i < 16; i++) {
            stripes[i] = i % 2 == 0 ? 0.1f : -0.1f;
            constant[i] = 0.1f;
          }
          Tensor black = torch.zeros(new long[] {1, 1, 4, 4});
          Tensor estimate = Golden.tensor(stripes, 1, 1, 4, 4).requires_grad_(true);
          Tensor loss = Losses.spectrum(estimate, black);
          // 1.6 at one of the 4 x 3 complex numbers, divided by 4
          assertEquals(1.6 / 24 / 4, loss.item_double(), 1e-7);
          assertEquals(
              loss.item_double(),
              Losses.spectrum(Golden.tensor(constant, 1, 1, 4, 4), black).item_double(),
              1e-7);
          loss.backward();
          float[] gradient = Tensors.values(estimate.grad());
          assertEquals(1.0 / 24 / 4, gradient[0], 1e-7);
          assertEquals(-1.0 / 24 / 4, gradient[1], 1e-7);
        });
  }

  @Test
  void aSampleRestoredWellCountsMoreInPsnr() {
    Scope.run(
        () -> {
          Tensor estimate = torch.stack(new TensorVector(row(0.3f, 0.1f), row(0.01f, 0.03f)));
          estimate = estimate.requires_grad_(true);
          Tensor loss = Losses.psnr(estimate, torch.zeros_like(estimate));
          double first = Math.log1p((0.09 + 0.01) / 2 / 1e-3);
          double second = Math.log1p((0.0001 + 0.0009) / 2 / 1e-3);
          assertEquals((first + second) / 2, loss.item_double(), 1e-6);
          loss.backward();
          float[] gradient = Tensors.values(estimate.grad());
          assertEquals(0.3 / 2 / (0.05 + 1e-3), gradient[0], 1e-4);
          assertEquals(0.03 / 2 / (0.0005 + 1e-3), gradient[3], 1e-4);
        });
  }

  @Test
  void crossEntropyIsTheMeanOverLabelledPixels() {
    double first = Math.log(2);
    double third = Math.log(1 + Math.exp(-4));
    assertEquals((first + third) / 2, crossEntropy(0, 255, 1), 1e-6);
    assertEquals((first + third) / 2, crossEntropy(1, 2, 1), 1e-6); // 2 is beyond the classes
  }

  @Test
  void crossEntropyOfNothingLabelledIsZeroAndTeachesNothing() {
    assertEquals(0, crossEntropy(255, 255, 255));
    Scope.run(
        () -> {
          Tensor scores = scores().requires_grad_(true);
          Losses.crossEntropy(scores, labels(255, 255, 255)).backward();
          assertEquals(0, scores.grad().abs().max().item_double());
        });
  }

  private static double crossEntropy(float... labels) {
    double[] loss = new double[1];
    Scope.run(() -> loss[0] = Losses.crossEntropy(scores(), labels(labels)).item_double());
    return loss[0];
  }

  private static Tensor scores() {
    return Golden.tensor(SCORES, 1, 2, 1, 3);
  }

  private static Tensor labels(float... labels) {
    return Golden.tensor(labels, 1, 1, labels.length).to(torch.ScalarType.Long);
  }

  private static Tensor row(float... values) {
    return Golden.tensor(values, values.length);
  }
}
