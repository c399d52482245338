package dev.clearer.degrade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.Image;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What recipes say of noise is what they add. */
class NoiseLabelTest {
  private static final List<Degradation> NOISES =
      List.of(
          new GaussianNoise(Range.only(8)),
          new PoissonGaussianNoise(Range.only(900), Range.only(0)),
          new PoissonGaussianNoise(Range.only(40), Range.only(5)));

  private static Image picture() {
    return Image.of(
        96,
        64,
        Scenes.floats(96 * 64, i -> 0.2 + 0.6 * (i % 96) / 96),
        Scenes.floats(96 * 64, i -> 0.5),
        Scenes.floats(96 * 64, i -> 0.8 - 0.6 * (i % 96) / 96));
  }

  @Test
  void theLevelIsTheDeviationFromThePictureWithoutNoise() {
    for (Degradation noise : NOISES) {
      for (List<Degradation> later : later()) {
        Degraded noisy = new Recipe(with(noise, later)).apply(Degraded.of(picture()), 3);
        Degraded clean =
            new Recipe(with(new Sometimes(0, List.of()), later)).apply(Degraded.of(picture()), 3);
        double measured = deviation(noisy.image(), clean.image());
        assertTrue(measured > 0.003, noise + " " + later);
        assertEquals(measured, noisy.noiseLevel(), 0.03 * measured, noise + " " + later);
        assertEquals(0, clean.noiseLevel());
      }
    }
  }

  private static List<List<Degradation>> later() {
    return List.of(
        List.of(),
        List.of(new Downsampling(4, Filters.BICUBIC)),
        List.of(new Downsampling(2, new Filters(0, 1, 0))),
        List.of(new UniformBlur(Range.only(0.6), Range.only(1))),
        List.of(new Sharpening(Range.only(0.7), Range.only(0.5))),
        List.of(new LinearLight(List.of(new Downsampling(2, Filters.BICUBIC)))));
  }

  private static List<Degradation> with(Degradation first, List<Degradation> later) {
    return Stream.concat(Stream.of(first), later.stream()).toList();
  }

  private static double deviation(Image noisy, Image clean) {
    double squares = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < noisy.plane(c).length; i++) {
        squares += Math.pow(noisy.plane(c)[i] - clean.plane(c)[i], 2);
      }
    }
    return Math.sqrt(squares / 3 / noisy.plane(0).length);
  }

  @Test
  void twoNoisesAddUpAsVariancesDo() {
    Degradation noise = new GaussianNoise(Range.only(6));
    Degraded twice = new Recipe(List.of(noise, noise)).apply(Degraded.of(picture()), 5);
    assertEquals(6 * Math.sqrt(2) / 255, twice.noiseLevel(), 0.001);
  }

  @Test
  void storageIsNoNoise() {
    Degraded stored =
        new Recipe(List.of(new Jpeg(Range.only(30)), new EightBits()))
            .apply(Degraded.of(picture()), 1);
    assertEquals(0, stored.noiseLevel());
  }

  @Test
  void fastNormalNumbersAreNormal() {
    FastNormal normal = new FastNormal(new SplittableRandom(8));
    int count = 2_000_000;
    double[] moments = new double[5];
    int[] beyond = new int[6];
    for (int i = 0; i < count; i++) {
      double x = normal.next();
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(x, power) / count;
      }
      for (int k = 0; k < beyond.length; k++) {
        beyond[k] += x > k ? 1 : 0;
      }
    }
    assertEquals(0, moments[1], 0.003);
    assertEquals(1, moments[2], 0.004);
    assertEquals(0, moments[3], 0.01);
    assertEquals(3, moments[4], 0.03);
    double[] expected = {0.5, 0.158655, 0.0227501, 0.00134990, 3.16712e-5, 2.86652e-7};
    for (int k = 0; k < beyond.length; k++) {
      double mean = expected[k] * count;
      assertEquals(mean, beyond[k], 5 * Math.sqrt(mean) + 1, "beyond " + k);
    }
  }

  @Test
  void linearLightIsSrgbAndBack() {
    Degraded picture = Degraded.of(picture());
    Image back = new LinearLight(List.of()).apply(picture, new SplittableRandom(1)).image();
    assertArrayEquals(picture.image().plane(0), back.plane(0), 1e-4f);
    float[] point = new float[31 * 31];
    point[15 * 31 + 15] = 1;
    Degraded bright = Degraded.of(Image.of(31, 31, point));
    ApertureBlur disk = new ApertureBlur(Range.only(2), Apertures.DISK);
    float stored = disk.apply(bright, new SplittableRandom(1)).image().at(0, 15, 15);
    float light =
        new LinearLight(List.of(disk)).apply(bright, new SplittableRandom(1)).image().at(0, 15, 15);
    // 1 / (16 pi) of the light, by the curve of sRGB
    assertEquals(0.0199, stored, 0.001);
    assertEquals(1.055 * Math.pow(stored, 1 / 2.4) - 0.055, light, 1e-3);
  }
}
