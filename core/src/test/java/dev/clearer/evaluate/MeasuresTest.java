package dev.clearer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.data.TestPicture;
import dev.clearer.data.TestSet;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.infer.Result;
import dev.clearer.measure.Quality;
import dev.clearer.tensor.PeakMemory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final int SIDE = 40;
  private static final MeasureSettings USUAL = new MeasureSettings(4, 21, 0);

  private static Image grey(float left, float right) {
    float[] plane = new float[SIDE * SIDE];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i % SIDE < SIDE / 2 ? left : right;
    }
    return Image.of(SIDE, SIDE, plane, plane, plane);
  }

  private static BlurMap blur(float left, float right) {
    return new BlurMap(SIDE, SIDE, grey(left, right).plane(0));
  }

  private static LabelMap labels(int left, int right) {
    byte[] classes = new byte[SIDE * SIDE];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) (i % SIDE < SIDE / 2 ? left : right);
    }
    return new LabelMap(SIDE, SIDE, classes);
  }

  /** A method with four classes that always returns the same result. */
  private record Fixed(Image picture, BlurMap blurMap, @Nullable LabelMap labels)
      implements Method {
    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public Result restore(TestSet.Group group, TestPicture test) {
      Map<MapKind, PixelMap> maps = new EnumMap<>(MapKind.class);
      maps.put(MapKind.BLUR, PixelMap.of(blurMap));
      if (labels != null) {
        maps.put(MapKind.CLASSES, PixelMap.of(labels));
      }
      return new Result(picture, maps);
    }

    @Override
    public int classes() {
      return 4;
    }
  }

  private static Measurement measure(
      @Nullable LabelMap truth, @Nullable LabelMap estimate, MeasureSettings settings) {
    TestPicture picture =
        new TestPicture("a", grey(0, 0), grey(0.2f, 0.8f), blur(0.5f, 2.5f), truth, Double.NaN);
    Method method = new Fixed(grey(0.2f, 0.7f), blur(1, 2), estimate);
    return Measurement.of(method, TestSet.Group.SPACE_VARIANT, picture, settings);
  }

  @Test
  void bandsSeparateErrors() {
    Measurement values = measure(null, null, USUAL);
    int pixels = (SIDE - 8) * (SIDE - 8) / 2;
    assertEquals(pixels, values.bands().pixels(0));
    assertEquals(pixels, values.bands().pixels(2));
    assertEquals(0, values.bands().pixels(1));
    assertEquals(0.5, values.bands().share(2));
    assertEquals(Double.POSITIVE_INFINITY, values.bands().psnr(0));
    double step = 219.0 / 255 * (204 - 179); // 0.8 and 0.7 in 8 bits, as luma
    assertEquals(20 * Math.log10(255 / step), values.bands().psnr(2), 1e-9);
    assertTrue(Double.isNaN(values.bands().psnr(1)));
    assertEquals(values.psnr(), values.bands().psnr(2) + 10 * Math.log10(2), 1e-9);
  }

  @Test
  void limitsBelongToTheUpperBandExceptFive() {
    float[] sigma = {0, 0.999f, 1, 2, 3, 5, 5.025f};
    int[] bands = {0, 0, 1, 2, 3, 3, 4};
    for (int i = 0; i < sigma.length; i++) {
      assertEquals(bands[i], BandErrors.band(sigma[i]), "sigma " + sigma[i]);
    }
  }

  @Test
  void bandsOfTwoPicturesAreWeightedByPixels() {
    BandErrors bands = new BandErrors();
    bands.add(BandErrors.of(grey(0.2f, 0.8f), grey(0.2f, 0.8f), blur(0.5f, 0.5f), 0));
    bands.add(BandErrors.of(grey(0.2f, 0.8f), grey(0.2f, 0.7f), blur(0.5f, 4), 0));
    assertEquals(SIDE * SIDE * 3L / 2, bands.pixels(0));
    assertEquals(Double.POSITIVE_INFINITY, bands.psnr(0));
    assertEquals(0.25, bands.share(3));
  }

  @Test
  void blurErrorsHaveTheirUnits() {
    Measurement.Blur blur = measure(null, null, USUAL).blur();
    assertEquals(0.5, blur.error(), 1e-6);
    assertEquals(20, blur.psnr(), 1e-5); // half a pixel is a tenth of sigma 5
    assertEquals(1, blur.rank(), 1e-9);
    assertTrue(blur.ssim() > 0.5 && blur.ssim() < 1);
    Measurement.Blur coarse = measure(null, null, new MeasureSettings(4, 61, 0)).blur();
    assertEquals(20 * Math.log10(30), coarse.psnr(), 1e-5);
    Measurement.Blur one =
        Measurement.Blur.of(
            blur(2, 2), new Result(grey(0, 0), Map.of(MapKind.BLUR, PixelMap.of(blur(1, 2)))), 21);
    assertTrue(Double.isNaN(one.rank()), "uniform blur has no ranks");
  }

  @Test
  void unknownClassesAreIgnored() {
    assertEquals(1.0, measure(labels(1, 11), labels(1, 2), USUAL).iou());
    assertEquals(1.0, measure(labels(1, LabelMap.IGNORE), labels(1, 2), USUAL).iou());
    assertEquals(0.25, measure(labels(1, 2), labels(1, 1), USUAL).iou());
    assertTrue(Double.isNaN(measure(null, labels(1, 1), USUAL).iou()));
    assertTrue(Double.isNaN(measure(labels(1, 1), null, USUAL).iou()));
    MeasureSettings others = new MeasureSettings(4, 21, 40);
    assertNull(measure(labels(1, 2), labels(1, 1), others).semantics());
  }

  @Test
  void theBorderIsIgnored() {
    Image whole = grey(0.2f, 0.8f);
    float[] plane = whole.plane(0).clone();
    Arrays.fill(plane, 0, 3 * SIDE, 1);
    Image damaged = Image.of(SIDE, SIDE, plane, plane, plane);
    assertEquals(Double.POSITIVE_INFINITY, Quality.psnrY(whole, damaged, 3));
    assertEquals(Quality.psnrY(whole, damaged, 0), psnr(whole, damaged, 0), 1e-9);
    assertEquals(Double.POSITIVE_INFINITY, psnr(whole, damaged, 3));
    assertThrows(InputException.class, () -> new MeasureSettings(11, 21, 0));
    assertThrows(InputException.class, () -> new MeasureSettings(-1, 21, 0));
  }

  private static double psnr(Image truth, Image picture, int border) {
    return Quality.psnr(
        Arrays.stream(Quality.squaredErrorsY(truth, picture, border)).average().orElseThrow());
  }

  @Test
  void timeAndMemoryAreMeasured() {
    Measurement computed = measure(null, null, USUAL);
    assertTrue(computed.seconds() >= 0);
    assertTrue(computed.peakBytes() > 1 << 20 || PeakMemory.bytes().isEmpty());
  }

  @Test
  void anIntervalHoldsTheTrueMeanInAbout95Of100Draws() {
    SplittableRandom random = new SplittableRandom(7);
    int held = 0;
    for (int trial = 0; trial < 200; trial++) {
      List<Double> gains =
          IntStream.range(0, 40).mapToObj(i -> 0.3 + random.nextDouble() - 0.5).toList();
      PairedDifference difference =
          PairedDifference.of(gains, gains.stream().map(gain -> 0.0).toList());
      held += difference.low() <= 0.3 && 0.3 <= difference.high() ? 1 : 0;
    }
    assertTrue(held >= 180 && held < 200, "held " + held + " of 200");
  }

  @Test
  void differencesArePairedAndReproducible() {
    List<Double> hard = List.of(20.0, 30.0, 40.0, Double.POSITIVE_INFINITY);
    List<Double> better = List.of(21.0, 31.0, 40.5, Double.POSITIVE_INFINITY);
    PairedDifference difference = PairedDifference.of(better, hard);
    assertEquals(2.5 / 3, difference.mean(), 1e-12);
    assertEquals(3, difference.better());
    assertEquals(3, difference.pictures(), "two infinities cannot be compared");
    assertTrue(difference.low() >= 0.5 && difference.high() <= 1);
    assertEquals(difference, PairedDifference.of(better, hard));
    PairedDifference single = PairedDifference.of(List.of(2.0), List.of(1.0));
    assertEquals(1, single.mean());
    assertTrue(Double.isNaN(single.low()) && Double.isNaN(single.high()));
  }
}
