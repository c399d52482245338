package dev.clearer.degrade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LayeredBlurTest {
  private static final LayeredBlur BLUR = new LayeredBlur(10);

  @Property(tries = 30)
  void sharpLayersLeaveThePictureAlone(@ForAll long seed, @ForAll @IntRange(min = 1) int near) {
    Image image = Scenes.noise(37, 23, seed);
    float[] circle = Scenes.floats(37 * 23, i -> (i * 31 + near % 7) % 3 == 0 ? 1 : -0.4f);
    assertClose(image, BLUR.apply(image, new CircleMap(37, 23, circle).layers(300)).image(), 0);
  }

  @Property(tries = 20)
  void constantDepthIsPlainBlur(@ForAll long seed, @ForAll @IntRange(min = -21, max = 21) int c) {
    Image image = Scenes.noise(31, 44, seed);
    float[] circle = new float[31 * 44];
    Arrays.fill(circle, c);
    DepthLayers layers = new CircleMap(31, 44, circle).layers(300);
    Image plain = GaussianBlur.apply(image, layers.sigma()[0], 10).image();
    assertClose(plain, BLUR.apply(image, layers).image(), 1e-5);
  }

  @Property(tries = 20)
  void aConstantPictureStaysConstant(@ForAll long seed) {
    float[] grey = new float[48 * 40];
    Arrays.fill(grey, 0.7f);
    Image constant = Image.of(48, 40, grey);
    Image result = BLUR.apply(constant, Scenes.regions(48, 40, seed)).image();
    assertClose(constant, result, 1e-5);
  }

  @Property(tries = 12)
  void equalsTheFormulaWordForWord(@ForAll long seed) {
    Image image = Scenes.noise(33, 29, seed);
    DepthLayers layers = Scenes.regions(33, 29, seed);
    assertClose(Oracle.composite(image, layers, 10), BLUR.apply(image, layers).image(), 2e-5);
  }

  @Property(tries = 4)
  void slantedSurfacesEqualTheFormula(@ForAll long seed) {
    Image image = Scenes.noise(40, 24, seed);
    DepthLayers layers = Scenes.slanted(40, 24, seed);
    assertClose(Oracle.composite(image, layers, 10), BLUR.apply(image, layers).image(), 2e-5);
  }

  @Property(tries = 20)
  void flipCommutes(@ForAll long seed) {
    Image image = Scenes.noise(41, 30, seed);
    DepthLayers layers = Scenes.regions(41, 30, seed);
    Image flippedAfter = Scenes.flip(BLUR.apply(image, layers).image());
    Image flippedBefore = BLUR.apply(Scenes.flip(image), Scenes.flip(layers)).image();
    assertClose(flippedAfter, flippedBefore, 2e-5);
  }

  @Property(tries = 20)
  void neverBrighterOrDarkerThanThePicture(@ForAll long seed) {
    Image image = Scenes.noise(45, 33, seed);
    for (float value : BLUR.apply(image, Scenes.regions(45, 33, seed)).image().plane(0)) {
      assertTrue(value >= -1e-5 && value <= 1 + 1e-5, () -> "" + value);
    }
  }

  @Test
  void aBlurredForegroundSpreadsOverASharpBackground() {
    Image result = edge(-21f, 1f);
    assertEquals(1, result.at(0, 16, 2), 1e-5);
    assertEquals(0, result.at(0, 16, 61), 1e-5);
    assertEquals(0.5, (result.at(0, 16, 31) + result.at(0, 16, 32)) / 2, 0.02);
    assertTrue(result.at(0, 16, 35) > 0.15, "white must reach over the edge");
    for (int x = 1; x < 64; x++) {
      float step = result.at(0, 16, x - 1) - result.at(0, 16, x);
      assertTrue(step > -1e-5 && step < 0.1, "a seam of " + step + " at " + x);
    }
  }

  @Test
  void aSharpForegroundKeepsItsEdge() {
    Image result = edge(0f, 21f);
    for (int x = 0; x < 64; x++) {
      assertEquals(x < 32 ? 1 : 0, result.at(0, 16, x), 1e-5);
    }
  }

  @Test
  void aSlantedForegroundHidesItsBackground() {
    int size = 96;
    float[] circle = new float[size * size];
    float[] grey = new float[size * size];
    for (int i = 0; i < circle.length; i++) {
      int x = i % size;
      boolean foreground = x < 64;
      circle[i] = foreground ? -11 - x / 8f : 0;
      grey[i] = foreground ? 1 : 0;
    }
    DepthLayers layers = new CircleMap(size, size, circle).layers(300);
    Image result = BLUR.apply(Image.of(size, size, grey), layers).image();
    assertEquals(1, result.at(0, 48, 40), 0.02);
  }

  /** White on the left with circle {@code left}, black on the right with circle {@code right}. */
  private static Image edge(float left, float right) {
    float[] circle = new float[64 * 32];
    float[] grey = new float[64 * 32];
    for (int i = 0; i < grey.length; i++) {
      circle[i] = i % 64 < 32 ? left : right;
      grey[i] = i % 64 < 32 ? 1 : 0;
    }
    DepthLayers layers = new CircleMap(64, 32, circle).layers(300);
    return BLUR.apply(Image.of(64, 32, grey), layers).image();
  }

  @Test
  void circlesOfEqualSizeOnBothSidesAreDifferentLayers() {
    DepthLayers layers = new CircleMap(4, 1, new float[] {5, -5, 0.9f, -1}).layers(300);
    assertArrayEquals(new int[] {0, 2, 1, 1}, layers.layer());
    assertArrayEquals(new float[] {1, 0, 1}, layers.sigma());
    assertEquals(2, layers.firstNear());
  }

  @Test
  void tooManyCirclesAreMovedToSteps() {
    float[] circle = Scenes.floats(1000, i -> i * 0.061f);
    DepthLayers layers = new CircleMap(1000, 1, circle).layers(200);
    assertTrue(layers.count() <= 200 && layers.count() > 180, () -> "" + layers.count());
    assertEquals((60.9f - 1) / 4, layers.sigma()[0], 1e-5);
  }

  @Property(tries = 20)
  void theLargestCircleIsTheMaximumAndEqualSeedsAreEqual(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] depth = Scenes.floats(600, i -> 500 + (float) random.nextDouble() * 5000);
    DepthMap map = new DepthMap(30, 20, depth);
    Shot shot = Defocus.nyuv2().draw(map, seed);
    float[] sigma = shot.layers().sigma();
    assertEquals(5, Math.max(sigma[0], sigma[sigma.length - 1]), 1e-6);
    Shot again = Defocus.nyuv2().draw(map, seed);
    assertArrayEquals(shot.layers().layer(), again.layers().layer());
    assertEquals(shot.focusDepth(), again.focusDepth());
  }

  @Test
  void circlesFollowTheThinLens() {
    DepthMap map = new DepthMap(4, 1, new float[] {1000, 1100, 2000, 4000});
    for (long seed = 0; seed < 20; seed++) {
      Shot shot = Defocus.nyuv2().draw(map, seed);
      double largest = 0;
      for (float z : map.millimetres()) {
        largest = Math.max(largest, Math.abs(z - shot.focusDepth()) / z);
      }
      for (int i = 0; i < 4; i++) {
        double z = map.millimetres()[i];
        double c = Math.rint(10 * 21 * Math.abs(z - shot.focusDepth()) / z / largest) / 10;
        assertEquals(Math.max(0, (c - 1) / 4), shot.layers().blurMap().at(0, i), 1e-5);
      }
    }
  }

  @Test
  void nearThingsAreInFocusMostOften() {
    float[] depth = Scenes.floats(300, i -> 1000 + 10 * i);
    DepthMap map = new DepthMap(300, 1, depth);
    int nearer = 0;
    for (long seed = 0; seed < 300; seed++) {
      nearer += Defocus.nyuv2().draw(map, seed).focusDepth() < 2000 ? 1 : 0;
    }
    // a third of the depths is one deviation of the half-normal: 68 % of the draws
    assertEquals(0.684, nearer / 300.0, 0.08);
  }

  @Test
  void nearPicturesAreMovedFiveFocalLengthsAway() {
    Shot shot = Defocus.nyuv2().draw(new DepthMap(2, 1, new float[] {100, 200}), 3);
    assertEquals(5 * shot.focalLength() - 100, shot.depthShift());
  }

  @Test
  void unknownDepthsAreRefused() {
    DepthMap hole = new DepthMap(3, 1, new float[] {1000, 0, 2000});
    assertThrows(InputException.class, () -> Defocus.nyuv2().draw(hole, 1));
  }

  static void assertClose(Image expected, Image actual, double tolerance) {
    for (int c = 0; c < expected.channels(); c++) {
      float[] a = expected.plane(c);
      float[] b = actual.plane(c);
      for (int i = 0; i < a.length; i++) {
        assertEquals(
            a[i], b[i], tolerance, "pixel " + i % expected.width() + ", " + i / expected.width());
      }
    }
  }
}
