package dev.clearer.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** NIQE on distributions and pictures with known statistics. */
class NiqeTest {
  private static final int SIDE = 192;

  private static double normal(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static double laplace(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
  }

  private static double[] drawn(ToDoubleFunction<SplittableRandom> value) {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[200_000];
    Arrays.setAll(values, i -> value.applyAsDouble(random));
    return values;
  }

  @Test
  void fitsKnownDistributions() {
    NaturalScene.Fit normal = NaturalScene.Fit.of(drawn(NiqeTest::normal));
    assertEquals(2, normal.shape(), 0.03);
    assertEquals(Math.sqrt(2), normal.left(), 0.02);
    assertEquals(normal.left(), normal.right(), 0.02);
    NaturalScene.Fit laplace = NaturalScene.Fit.of(drawn(NiqeTest::laplace));
    assertEquals(1, laplace.shape(), 0.02);
    assertEquals(1, laplace.right(), 0.02);
    NaturalScene.Fit skewed =
        NaturalScene.Fit.of(
            drawn(
                random -> {
                  double value = laplace(random);
                  return value > 0 ? 3 * value : value;
                }));
    assertTrue(skewed.right() > 2 * skewed.left(), skewed.toString());
    assertTrue(skewed.mean() > 0.5, skewed.toString());
  }

  /** Noise with a spectrum like that of photographs: octaves of equal contrast. */
  private static Image scene(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] plane = new float[SIDE * SIDE];
    for (int side = 6; side <= SIDE; side *= 2) {
      float[] octave = new float[side * side];
      for (int i = 0; i < octave.length; i++) {
        octave[i] = (float) (0.08 * laplace(random));
      }
      float[] large = Resize.bicubic(Image.of(side, side, octave), SIDE, SIDE).plane(0);
      for (int i = 0; i < plane.length; i++) {
        plane[i] += large[i];
      }
    }
    for (int i = 0; i < plane.length; i++) {
      plane[i] = Math.min(1, Math.max(0, plane[i] + 0.5f));
    }
    return Image.of(SIDE, SIDE, plane, plane, plane);
  }

  private static Image soft(Image sharp) {
    return Resize.bicubic(Resize.bicubic(sharp, 0.25), SIDE, SIDE).clamped();
  }

  private static Image noisy(Image sharp) {
    SplittableRandom random = new SplittableRandom(9);
    float[] plane = sharp.plane(0).clone();
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) Math.min(1, Math.max(0, plane[i] + 0.15 * normal(random)));
    }
    return Image.of(SIDE, SIDE, plane, plane, plane);
  }

  @Test
  void blurAndNoiseIncreaseNiqe() {
    List<Image> scenes = new ArrayList<>();
    for (int seed = 0; seed < 30; seed++) {
      scenes.add(scene(seed));
    }
    Niqe niqe = Niqe.of(scenes);
    Image other = scene(1000);
    double sharp = niqe.of(other);
    assertTrue(niqe.of(soft(other)) > 1.5 * sharp, sharp + " and " + niqe.of(soft(other)));
    assertTrue(niqe.of(noisy(other)) > 1.2 * sharp, sharp + " and " + niqe.of(noisy(other)));
  }

  @Test
  void builtInStatisticsSeparateBlurFromSharpness() {
    Niqe niqe = Niqe.standard();
    assertEquals(niqe.of(scene(7)), Niqe.parse(niqe.text()).of(scene(7)), 1e-6);
    assertTrue(niqe.of(soft(scene(7))) > niqe.of(scene(7)));
  }

  @Test
  void flatPicturesAreFiniteAndSmallOnesNaN() {
    float[] grey = new float[SIDE * SIDE];
    Arrays.fill(grey, 0.5f);
    double flat = Niqe.standard().of(Image.of(SIDE, SIDE, grey, grey, grey));
    assertTrue(Double.isFinite(flat) && flat > 0, "flat: " + flat);
    float[] small = new float[95 * 200];
    assertTrue(Double.isNaN(Niqe.standard().of(Image.of(95, 200, small))));
  }
}
