package dev.clearer.degrade;

import static dev.clearer.degrade.LayeredBlurTest.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DegradationTest {
  private static final String ALL =
      """
      steps:
      - kind: defocus
        maximumCircle: 9
        focalLengths:
        - {millimetres: 50, odds: 1}
        minimumLayers: 20
        maximumLayers: 30
        focusSpread: 0.3
      - kind: motion-blur
        path: shake
        moves: region
        length: {from: 2, to: 5}
        turn: {from: 0, to: 1}
      - kind: aperture-blur
        sigma: {from: 0.25, to: 1}
        apertures: {gaussian: 1, disk: 1, polygon: 1}
      - kind: uniform-blur
        sigma: {from: 0.2, to: 1}
        ratio: {from: 0.5, to: 1}
      - kind: downsampling
        scale: 2
        filters: {bicubic: 1, area: 1, bilinear: 1}
      - kind: poisson-gaussian-noise
        photons: {from: 200, to: 1000}
        readSigma: {from: 0, to: 2}
      - kind: gaussian-noise
        sigma: {from: 0, to: 3}
      - kind: jpeg
        quality: {from: 40, to: 95}
      - kind: downsampling
        scale: 2
        filters: {bicubic: 1, area: 1, bilinear: 1}
      """;

  private static Recipe recipe(String yaml, String... overrides) {
    return Configuration.parse(yaml, "a.yml", Recipe.class, List.of(overrides));
  }

  private static Degraded scene(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] depth = Scenes.floats(48 * 32, i -> 600 + 40 * (i / 48) + random.nextInt(9));
    byte[] regions = new byte[48 * 32];
    for (int i = 0; i < regions.length; i++) {
      regions[i] = (byte) (i % 48 < 20 ? 3 : 200);
    }
    return Degraded.of(
        Scenes.noise(48, 32, seed), new DepthMap(48, 32, depth), new LabelMap(48, 32, regions));
  }

  @Test
  void composesAllStepsFromYaml() {
    Recipe recipe = recipe(ALL);
    assertEquals(recipe, recipe(Configuration.write(recipe)));
    Degraded result = recipe.apply(scene(4), 4);
    assertEquals(12, result.image().width());
    assertEquals(8, result.image().height());
    assertEquals(4, result.factor());
    assertEquals(48, result.blurMap().width());
    for (float value : result.image().plane(1)) {
      assertTrue(value > -0.2 && value < 1.2, () -> "" + value);
    }
  }

  @Test
  void refusesRangesWithThePath() {
    assertEquals(
        "a.yml: steps.4: scale must be 1, 2, 3 or 4, not 5.", complaint("steps.4.scale=5"));
    String quality = complaint("steps.7.quality.to=101");
    assertTrue(quality.startsWith("a.yml: steps.7: quality must lie within 1 to 100"), quality);
    String order = complaint("steps.3.sigma.from=2");
    assertTrue(order.startsWith("a.yml: steps.3.sigma: from must be"), order);
  }

  private static String complaint(String override) {
    InputException error = assertThrows(InputException.class, () -> recipe(ALL, override));
    return String.valueOf(error.getMessage());
  }

  @Test
  void namesWhatTheSceneLacks() {
    Degraded bare = Degraded.of(Scenes.noise(8, 8, 1));
    assertThrows(InputException.class, () -> recipe(ALL).apply(bare, 1));
    assertThrows(
        InputException.class,
        () -> new Downsampling(3, Filters.BICUBIC).apply(bare, new SplittableRandom(1)));
  }

  @Test
  void equalSeedsGiveEqualBytesOnAnyThread() {
    Recipe recipe = recipe(ALL);
    List<Degraded> alone =
        IntStream.range(0, 6).mapToObj(seed -> recipe.apply(scene(seed), seed)).toList();
    ForkJoinPool pool = new ForkJoinPool(3);
    List<ForkJoinTask<Degraded>> tasks =
        IntStream.range(0, 6)
            .mapToObj(seed -> pool.submit(() -> recipe.apply(scene(seed), seed)))
            .toList();
    for (int seed = 0; seed < 6; seed++) {
      Degraded together = tasks.get(seed).join();
      for (int c = 0; c < 3; c++) {
        assertArrayEquals(alone.get(seed).image().plane(c), together.image().plane(c));
      }
      assertArrayEquals(alone.get(seed).blurMap().sigma(), together.blurMap().sigma());
    }
    pool.shutdown();
    assertTrue(
        alone.get(0).image().at(0, 1, 1) != alone.get(1).image().at(0, 1, 1), "seeds matter");
  }

  @Property(tries = 20)
  void blursThatDoNothingAreTheIdentity(@ForAll long seed) {
    Degraded sharp = scene(seed);
    Range none = Range.only(0);
    for (Degradation step :
        List.of(
            UniformBlur.isotropic(0, 0),
            new ApertureBlur(none, new Apertures(0, 0, 1)),
            new MotionBlur(MotionBlur.Path.STRAIGHT, MotionBlur.Moves.CAMERA, none, none),
            new MotionBlur(MotionBlur.Path.SHAKE, MotionBlur.Moves.REGION, none, none),
            new GaussianNoise(none),
            new Downsampling(1, Filters.BICUBIC))) {
      Degraded result = step.apply(sharp, new SplittableRandom(seed));
      assertClose(sharp.image(), result.image(), 1e-6);
      assertArrayEquals(sharp.blurMap().sigma(), result.blurMap().sigma(), 1e-6f);
    }
  }

  @Property(tries = 20)
  void blursKeepTheirEnergy(@ForAll long seed) {
    // far from the border, the sum of a blurred spot is the spot
    float[] spot = new float[64 * 64];
    spot[32 * 64 + 31] = 1;
    Degraded sharp = Degraded.of(Image.of(64, 64, spot));
    for (Degradation step :
        List.of(
            UniformBlur.isotropic(0, 5),
            new UniformBlur(new Range(0.3, 5), new Range(0.05, 1)),
            new ApertureBlur(new Range(0, 6), Apertures.DISK),
            new ApertureBlur(new Range(0, 5), new Apertures(0, 0, 1)),
            motion(MotionBlur.Path.STRAIGHT),
            motion(MotionBlur.Path.SHAKE))) {
      float sum = 0;
      for (float value : step.apply(sharp, new SplittableRandom(seed)).image().plane(0)) {
        assertTrue(value >= 0);
        sum += value;
      }
      assertEquals(1, sum, 1e-4, step.toString());
    }
  }

  private static MotionBlur motion(MotionBlur.Path path) {
    return new MotionBlur(path, MotionBlur.Moves.CAMERA, new Range(0, 20), Range.only(0));
  }

  @Property(tries = 30)
  void kernelsSumToOne(
      @ForAll @IntRange(min = 3, max = 9) int blades, @ForAll @IntRange(max = 120) int tenths) {
    Kernel disk = Aperture.DISK.kernel(tenths / 20.0);
    assertEquals(1, sum(disk), 1e-5);
    assertEquals(1, sum(Aperture.polygon(blades, 0.3).kernel(tenths / 20.0)), 1e-5);
    assertEquals(1, sum(UniformBlur.kernel(0.1 + tenths / 20.0, 0.1, 1, 12)), 1e-5);
    float[] taps = GaussianKernel.taps(tenths / 24.0, 10);
    float total = 0;
    for (float tap : taps) {
      total += tap;
    }
    assertEquals(1, total, 1e-6);
    if (tenths > 20) {
      assertEquals(tenths / 20.0, disk.sigma(), 0.1, "a disk's sigma is half its radius");
    }
  }

  private static double sum(Kernel kernel) {
    double sum = 0;
    for (int i = 0; i < kernel.size() * kernel.size(); i++) {
      sum += kernel.at(i / kernel.size(), i % kernel.size());
    }
    return sum;
  }

  @Test
  void aRoundKernelIsTheSeparableGaussian() {
    Image image = Scenes.noise(40, 30, 3);
    Image round = UniformBlur.kernel(2, 2, 0.4, 10).apply(image).image();
    assertClose(GaussianBlur.apply(image, 2, 10).image(), round, 1e-5);
    assertEquals(2, UniformBlur.kernel(2, 2, 0.4, 10).sigma(), 1e-3);
  }

  @Test
  void aStraightPathBlursAlongItself() {
    float[] line = Scenes.floats(41 * 41, i -> i % 41 == 20 ? 1 : 0);
    Degraded sharp = Degraded.of(Image.of(41, 41, line));
    Degraded result = motion(MotionBlur.Path.STRAIGHT).apply(sharp, new SplittableRandom(7));
    float sigma = result.blurMap().at(20, 20);
    assertEquals(sigma, result.blurMap().at(3, 7), 1e-6, "no turn: the same kernel everywhere");
    assertTrue(result.image().at(0, 20, 20) < 0.9);
  }

  @Test
  void withoutATurnTheKernelIsThePathOfEveryPixel() {
    Image image = Scenes.noise(40, 30, 3);
    for (int seed = 0; seed < 6; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Trajectory path =
          seed % 2 == 0
              ? Trajectory.straight(seed * 2.7, 0, 1 + 4 * seed, random)
              : Trajectory.shake(seed * 2.7, 0, 1 + 4 * seed, random);
      Exposure exposure = new Exposure(image, path);
      Blurred fast = path.kernel().apply(image);
      float[] slow = exposure.apply(image.plane(1));
      for (int i = 0; i < slow.length; i++) {
        assertEquals(slow[i], fast.image().plane(1)[i], 1e-5);
      }
      // bilinear places between pixels add up to 1/8 to the variance
      assertEquals(exposure.blurMap().at(9, 9), fast.blurMap().at(9, 9), 0.36);
    }
  }

  @Test
  void aTurnBlursTheCornersMost() {
    Range none = Range.only(0);
    MotionBlur turn =
        new MotionBlur(MotionBlur.Path.STRAIGHT, MotionBlur.Moves.CAMERA, none, Range.only(6));
    Degraded result = turn.apply(scene(1), new SplittableRandom(2));
    assertTrue(result.blurMap().at(0, 0) > 3 * result.blurMap().at(16, 28));
  }

  @Test
  void aMovingRegionLeavesTheRestSharp() {
    MotionBlur region =
        new MotionBlur(
            MotionBlur.Path.STRAIGHT, MotionBlur.Moves.REGION, Range.only(6), Range.only(0));
    Degraded sharp = scene(9);
    Degraded result = region.apply(sharp, new SplittableRandom(3));
    boolean left = result.blurMap().at(5, 2) > 0;
    assertTrue(left != result.blurMap().at(5, 40) > 0, "one of the two regions moves");
    int still = left ? 40 : 5;
    assertEquals(sharp.image().at(0, 16, still), result.image().at(0, 16, still));
    int moved = left ? 5 : 40;
    assertTrue(Math.abs(sharp.image().at(0, 16, moved) - result.image().at(0, 16, moved)) > 1e-3);
  }

  @Test
  void noiseHasItsStrength() {
    float[] grey = Scenes.floats(200 * 100, i -> 0.5);
    Degraded flat = Degraded.of(Image.of(200, 100, grey));
    SplittableRandom random = new SplittableRandom(1);
    Image gaussian = new GaussianNoise(Range.only(10)).apply(flat, random).image();
    assertEquals(10 / 255.0, deviation(gaussian), 0.001);
    for (int photons : new int[] {50, 400}) {
      PoissonGaussianNoise noise = new PoissonGaussianNoise(Range.only(photons), Range.only(0));
      Image poisson = noise.apply(flat, random).image();
      assertEquals(Math.sqrt(0.5 / photons), deviation(poisson), 0.002);
    }
  }

  private static double deviation(Image image) {
    double sum = 0;
    double squares = 0;
    for (float value : image.plane(0)) {
      sum += value;
      squares += value * value;
    }
    int count = image.plane(0).length;
    assertEquals(0.5, sum / count, 0.002);
    return Math.sqrt(squares / count - sum * sum / count / count);
  }

  @Test
  void jpegLosesMoreAtLowerQuality() {
    Degraded smooth = UniformBlur.isotropic(3, 3).apply(scene(2), new SplittableRandom(1));
    double good = distance(smooth, new Jpeg(Range.only(95)));
    double bad = distance(smooth, new Jpeg(Range.only(10)));
    assertTrue(good < 0.02 && bad > 1.5 * good, good + " " + bad);
  }

  private static double distance(Degraded scene, Degradation step) {
    Image result = step.apply(scene, new SplittableRandom(1)).image();
    double sum = 0;
    for (int i = 0; i < result.plane(1).length; i++) {
      sum += Math.abs(result.plane(1)[i] - scene.image().plane(1)[i]);
    }
    return sum / result.plane(1).length;
  }

  @Property(tries = 15)
  void aWiderApertureNeverBlursLess(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] depth = Scenes.floats(30 * 20, i -> 800 + 4000 * random.nextDouble());
    DepthMap map = new DepthMap(30, 20, depth);
    double narrow = 1 + 20 * random.nextDouble();
    float[] less = Defocus.upTo(narrow).draw(map, seed).layers().blurMap().sigma();
    float[] more = Defocus.upTo(narrow + 5).draw(map, seed).layers().blurMap().sigma();
    for (int i = 0; i < less.length; i++) {
      assertTrue(more[i] >= less[i], less[i] + " " + more[i]);
    }
  }
}
