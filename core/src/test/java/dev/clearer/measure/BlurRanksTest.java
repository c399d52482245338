package dev.clearer.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.BlurMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlurRanksTest {
  /** Multiples of 0.02 pixels, of which only equal ones share a bin. */
  private static BlurMap map(int width, int height, SplittableRandom random) {
    float[] sigma = new float[width * height];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = random.nextInt(40) * 0.02f;
    }
    return new BlurMap(width, height, sigma);
  }

  private static BlurMap constant(float sigma) {
    return new BlurMap(2, 1, new float[] {sigma, sigma});
  }

  /** The pixels of {@code a}, then those of {@code b}. */
  private static BlurMap joined(BlurMap a, BlurMap b) {
    float[] all = new float[a.sigma().length + b.sigma().length];
    System.arraycopy(a.sigma(), 0, all, 0, a.sigma().length);
    System.arraycopy(b.sigma(), 0, all, a.sigma().length, b.sigma().length);
    return new BlurMap(all.length, 1, all);
  }

  @Test
  void equalsTheCorrelationOfAllPixelsTogether() {
    SplittableRandom random = new SplittableRandom(1);
    BlurMap truth = map(9, 7, random);
    BlurMap estimate = map(9, 7, random);
    BlurMap otherTruth = map(5, 4, random);
    BlurMap otherEstimate = otherTruth;
    BlurRanks ranks = new BlurRanks();
    ranks.add(BlurRanks.of(truth, estimate));
    assertEquals(Quality.spearmanBlur(truth, estimate), ranks.correlation(), 1e-12);
    ranks.add(BlurRanks.of(otherTruth, otherEstimate));
    assertEquals(
        Quality.spearmanBlur(joined(truth, otherTruth), joined(estimate, otherEstimate)),
        ranks.correlation(),
        1e-12);
  }

  @Test
  void comparesBlurAcrossPictures() {
    BlurRanks ranks = new BlurRanks();
    assertTrue(Double.isNaN(ranks.correlation()), "nothing is counted");
    ranks.add(BlurRanks.of(constant(1), constant(1.5f)));
    assertTrue(Double.isNaN(ranks.correlation()), "all values are equal");
    ranks.add(BlurRanks.of(constant(2), constant(30)));
    assertEquals(1, ranks.correlation(), 1e-12);
    assertThrows(
        IllegalArgumentException.class,
        () -> BlurRanks.of(constant(1), map(1, 1, new SplittableRandom(1))));
  }
}
