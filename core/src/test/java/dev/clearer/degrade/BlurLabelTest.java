package dev.clearer.degrade;

import static dev.clearer.degrade.LayeredBlurTest.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What steps say of blur is what they do. */
class BlurLabelTest {
  private static final int SIZE = 81;
  private static final List<Apertures> SHAPES =
      List.of(Apertures.GAUSSIAN, Apertures.DISK, new Apertures(0, 0, 1));

  /** The square root of the mean variance of both axes of a picture that was one point. */
  private static double spread(Image image) {
    double sum = 0;
    double[] firsts = new double[2];
    double squares = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      double value = image.plane(0)[i];
      double x = i % SIZE;
      double y = Math.floorDiv(i, SIZE);
      sum += value;
      firsts[0] += value * x;
      firsts[1] += value * y;
      squares += value * (x * x + y * y);
    }
    double variance = squares / sum - Math.pow(firsts[0] / sum, 2) - Math.pow(firsts[1] / sum, 2);
    return Math.sqrt(variance / 2);
  }

  private static Image point() {
    float[] plane = new float[SIZE * SIZE];
    plane[SIZE * SIZE / 2] = 1;
    return Image.of(SIZE, SIZE, plane);
  }

  @Property(tries = 25)
  void aPointSpreadsAsTheMapSays(@ForAll long seed) {
    for (Apertures apertures : SHAPES) {
      for (Degradation step :
          List.of(
              new ApertureBlur(new Range(0, 5), apertures),
              new MotionBlur(
                  MotionBlur.Path.STRAIGHT,
                  MotionBlur.Moves.CAMERA,
                  new Range(0, 20),
                  Range.only(0)),
              new MotionBlur(
                  MotionBlur.Path.SHAKE, MotionBlur.Moves.CAMERA, new Range(0, 20), Range.only(0)),
              new Sometimes(0.5, List.of(new ApertureBlur(new Range(1, 3), apertures))))) {
        Degraded blurred = step.apply(Degraded.of(point()), new SplittableRandom(seed));
        double said = blurred.blurMap().at(SIZE / 2, SIZE / 2);
        assertEquals(said, spread(blurred.image()), 0.02, step.toString());
        assertTrue(said <= step.largestSigma() + 0.4, step.toString());
      }
    }
  }

  @Property(tries = 30)
  void everyShapeHasTheSigmaThatIsAskedFor(
      @ForAll @IntRange(max = 100) int twentieths, @ForAll @IntRange(min = 3, max = 9) int blades) {
    double sigma = twentieths / 20.0;
    assertEquals(sigma, Aperture.DISK.kernel(sigma).sigma(), 0.07);
    assertEquals(sigma, Aperture.polygon(blades, 0.7).kernel(sigma).sigma(), 0.07);
    for (Aperture aperture : List.of(Aperture.DISK, Aperture.polygon(blades, 0.7))) {
      assertTrue(aperture.kernel(sigma).reach() <= Aperture.reach(sigma));
    }
  }

  @Test
  void aDiskIsFlatAndRound() {
    Kernel disk = Aperture.DISK.kernel(4);
    int middle = disk.reach();
    assertEquals(1 / (Math.PI * 64), disk.at(middle, middle), 1e-4, "an even share of its area");
    assertEquals(disk.at(middle, middle), disk.at(middle, middle + 6), 1e-7);
    assertEquals(disk.at(middle, 0), disk.at(0, middle), 1e-7);
    assertEquals(0, disk.at(0, 0));
    Kernel square = Aperture.polygon(4, 0).kernel(3);
    int far = square.reach();
    assertTrue(square.at(far, far + 6) > 0, "a corner on the axis");
    assertEquals(0, square.at(far + 5, far + 5), "and an edge across the diagonal");
  }

  @Property(tries = 12)
  void aPlaneIsEveryPixelsOwnMixture(@ForAll long seed) {
    Image image = Scenes.noise(40, 30, seed);
    PlaneBlur plane = new PlaneBlur(new Range(0, 3), Apertures.DISK);
    Degraded blurred = plane.apply(Degraded.of(image), new SplittableRandom(seed));
    float[] sigma = blurred.blurMap().sigma();
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < 40; n++) {
      int i = random.nextInt(sigma.length);
      assertEquals(mixture(image, i, sigma[i]), blurred.image().plane(1)[i], 2e-4);
    }
  }

  /** What a pixel of that sigma is by the two nearest kernels of the series. */
  private static double mixture(Image image, int pixel, double sigma) {
    int k = 0;
    while (Aperture.DISK.kernel((k + 1) / 3.0).sigma() < sigma - 1e-9) {
      k++;
    }
    Kernel low = Aperture.DISK.kernel(k / 3.0);
    Kernel high = Aperture.DISK.kernel((k + 1) / 3.0);
    double variance = low.sigma() * low.sigma();
    double share = (sigma * sigma - variance) / (high.sigma() * high.sigma() - variance);
    return (1 - share) * low.apply(image).image().plane(1)[pixel]
        + share * high.apply(image).image().plane(1)[pixel];
  }

  @Test
  void aPlanesEndsAreDrawnAndItsBlurChangesEvenly() {
    int crossing = 0;
    for (int seed = 0; seed < 40; seed++) {
      for (Apertures apertures : SHAPES) {
        PlaneBlur plane = new PlaneBlur(new Range(1.5, 4), apertures);
        Degraded blurred =
            plane.apply(Degraded.of(Scenes.noise(64, 48, 1)), new SplittableRandom(seed));
        BlurMap map = blurred.blurMap();
        float least = Float.MAX_VALUE;
        for (float sigma : map.sigma()) {
          assertTrue(sigma <= 4.1, "sigma " + sigma);
          least = Math.min(least, sigma);
        }
        crossing += least < 0.5 ? 1 : 0;
        double corners = map.at(0, 0) + map.at(47, 63);
        double others = map.at(0, 63) + map.at(47, 0);
        if (least > 0.5) {
          assertEquals(corners, others, 0.25, "a plane: opposite corners have equal sums");
        }
      }
    }
    assertTrue(crossing > 20 && crossing < 100, crossing + " of 120 cross the focal plane");
  }

  @Test
  void aRampGoesFromTheOneEndToTheOther() {
    RampBlur ramp = new RampBlur(Range.only(0), Range.only(4), Apertures.DISK);
    for (int seed = 0; seed < 10; seed++) {
      Degraded blurred =
          ramp.apply(Degraded.of(Scenes.noise(64, 48, 1)), new SplittableRandom(seed));
      float[] sigma = blurred.blurMap().sigma().clone();
      Arrays.sort(sigma);
      assertEquals(0, sigma[0], 0.35);
      assertEquals(4, sigma[sigma.length - 1], 0.2);
      assertEquals(2, sigma[sigma.length / 2], 0.2);
    }
  }

  @Property(tries = 12)
  void layersOfDisksAreTheFormula(@ForAll long seed) {
    Image sharp = Scenes.noise(40, 30, seed);
    for (DepthLayers layers : List.of(Scenes.regions(40, 30, seed), Scenes.slanted(40, 30, seed))) {
      LensLayers blur = new LensLayers(layers, Aperture.DISK);
      assertClose(formula(sharp, layers), blur.apply(sharp), 2e-4);
      float[] said = blur.blurMap().sigma();
      float[] asked = layers.blurMap().sigma();
      IntStream.range(0, said.length).forEach(i -> assertEquals(asked[i], said[i], 0.07));
    }
  }

  /** Each layer's colours and mask convolved over the whole picture, laid from far to near. */
  private static Image formula(Image sharp, DepthLayers layers) {
    int size = layers.layer().length;
    Canvas far = new Canvas(3, size);
    Canvas near = new Canvas(3, size);
    int window = 0;
    for (int k = 0; k < layers.count(); k++) {
      float[][] planes = new float[4][size];
      for (int i = 0; i < size; i++) {
        for (int c = 0; c < 4 && layers.layer()[i] == k; c++) {
          planes[c][i] = c < 3 ? sharp.plane(c)[i] : 1;
        }
      }
      Kernel kernel = Aperture.DISK.kernel(layers.sigma()[k]);
      window = Math.max(window, kernel.reach());
      Image soft = kernel.convolved(Image.of(layers.width(), layers.height(), planes));
      float[][] all = {soft.plane(0), soft.plane(1), soft.plane(2), soft.plane(3)};
      (k < layers.firstNear() ? far : near).lay(all, 0, size);
    }
    float[][] result =
        layers.firstNear() == layers.count()
            ? HiddenBackground.normalized(far)
            : new HiddenBackground(layers, window).join(far, near);
    return Image.of(layers.width(), layers.height(), result);
  }

  @Property(tries = 15)
  void aCropWithItsMarginIsWhatTheWholePictureIsThere(@ForAll long seed) {
    Image image = Scenes.noise(160, 152, seed);
    Recipe recipe =
        new Recipe(
            List.of(
                new ApertureBlur(Range.only(1.7), Apertures.DISK),
                new MotionBlur(
                    MotionBlur.Path.STRAIGHT,
                    MotionBlur.Moves.CAMERA,
                    new Range(0, 9),
                    Range.only(0)),
                new Downsampling(4, new Filters(1, 1, 1)),
                new Sharpening(Range.only(0.8), Range.only(0.4))));
    int margin = recipe.margin();
    assertEquals(0, margin % 4);
    Degraded whole = recipe.applyToCrop(Degraded.of(image), new SplittableRandom(seed));
    int x = 4 * (int) (seed & 3);
    Image cut = image.crop(x + margin - margin, 0, 32 + 2 * margin, 24 + 2 * margin);
    Degraded crop = recipe.applyToCrop(Degraded.of(cut), new SplittableRandom(seed));
    assertEquals(8, crop.image().width());
    assertEquals(32, crop.blurMap().width());
    assertClose(whole.image().crop(x / 4, 0, 8, 6), crop.image(), 1e-5);
  }

  @Test
  void blurAfterDownsamplingCountsInPixelsOfTheSharpPicture() {
    Degraded sharp = Degraded.of(Scenes.noise(32, 24, 1));
    Degraded once =
        new Recipe(
                List.of(
                    new Downsampling(4, Filters.BICUBIC),
                    new ApertureBlur(Range.only(1.5), Apertures.DISK)))
            .apply(sharp, 1);
    assertEquals(6, once.blurMap().at(12, 20), 0.15);
    Degraded twice = new ApertureBlur(Range.only(2), Apertures.DISK).apply(once, random());
    assertEquals(10, twice.blurMap().at(12, 20), 0.2, "variances add up: 6 and 8 make 10");
  }

  @Test
  void sharpeningKeepsTheMapAndGivesContrast() {
    Degraded soft =
        new ApertureBlur(Range.only(2), Apertures.DISK)
            .apply(Degraded.of(Scenes.noise(40, 30, 2)), random());
    Degraded sharpened = new Sharpening(Range.only(1), Range.only(0.7)).apply(soft, random());
    assertArrayEquals(soft.blurMap().sigma(), sharpened.blurMap().sigma());
    assertTrue(variance(sharpened.image()) > 1.1 * variance(soft.image()));
  }

  private static double variance(Image image) {
    double sum = 0;
    double squares = 0;
    for (float value : image.plane(0)) {
      sum += value;
      squares += value * value;
    }
    int count = image.plane(0).length;
    return squares / count - sum * sum / count / count;
  }

  private static SplittableRandom random() {
    return new SplittableRandom(1);
  }
}
