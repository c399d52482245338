package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {
  /** Every sharp picture of the golden data. */
  static List<Path> pictures() throws IOException {
    List<Path> pictures = new ArrayList<>();
    for (Path folder : Golden.folders("quality")) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".png"))
            .filter(file -> !file.toString().contains("_bicubic"))
            .forEach(pictures::add);
      }
    }
    return pictures;
  }

  private static Image golden(Path picture, String suffix) {
    String stem = picture.getFileName().toString().replace(".png", "");
    return ImageFiles.read(picture.resolveSibling(stem + suffix)).colour();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void bicubicShrinksAsMatlabDoes(Path picture) {
    Image original = ImageFiles.read(picture).colour();
    for (int factor = 2; factor <= 4; factor++) {
      Image expected = golden(picture, "_bicubic_down" + factor + ".png");
      assertSameIn8Bits(expected, Resize.bicubic(original, 1.0 / factor));
      assertSameIn8Bits(expected, Resize.bicubic(original, expected.width(), expected.height()));
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void bicubicEnlargesAsMatlabDoes(Path picture) {
    Image small = golden(picture, "_bicubic_down4.png");
    assertSameIn8Bits(golden(picture, "_bicubic_up4.png"), Resize.bicubic(small, 4));
  }

  private static void assertSameIn8Bits(Image expected, Image actual) {
    assertEquals(expected.width(), actual.width());
    assertEquals(expected.height(), actual.height());
    int different = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < expected.plane(c).length; i++) {
        int step = Math.abs(rounded(expected.plane(c)[i]) - rounded(actual.plane(c)[i]));
        assertTrue(step <= 1, "off by " + step);
        different += step;
      }
    }
    double share = different / (3.0 * expected.plane(0).length);
    assertTrue(share < 0.001, share + " of the values are off by one");
  }

  private static int rounded(float value) {
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  }

  @Property(tries = 100)
  void aConstantStaysConstant(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight) {
    float[] plane = new float[width * height];
    Arrays.fill(plane, 0.4f);
    Image image = Image.of(width, height, plane);
    assertConstant(Resize.bicubic(image, newWidth, newHeight));
    assertConstant(Resize.bilinear(image, newWidth, newHeight));
    assertConstant(Resize.lanczos3(image, newWidth, newHeight));
  }

  private static void assertConstant(Image image) {
    for (float value : image.plane(0)) {
      assertEquals(0.4f, value, 1e-5f);
    }
  }

  @Property(tries = 50)
  void theSameSizeIsTheSamePicture(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height) {
    Image image = noise(width, height);
    assertArrayEquals(image.plane(0), Resize.bicubic(image, width, height).plane(0), 1e-6f);
    assertArrayEquals(image.plane(0), Resize.lanczos3(image, width, height).plane(0), 1e-6f);
    assertArrayEquals(image.plane(0), Resize.bilinear(image, width, height).plane(0), 1e-6f);
  }

  @Test
  void aLinearRampStaysLinearInside() {
    float[] ramp = new float[64];
    for (int i = 0; i < 64; i++) {
      ramp[i] = i / 64f;
    }
    Image enlarged = Resize.bicubic(Image.of(64, 1, ramp), 256, 1);
    for (int x = 16; x < 240; x++) {
      assertEquals(((x + 0.5) / 4 - 0.5) / 64, enlarged.at(0, 0, x), 1e-6);
    }
  }

  @Test
  void factorsRoundSizesUp() {
    Image image = noise(481, 321);
    assertEquals(121, Resize.bicubic(image, 0.25).width());
    assertEquals(81, Resize.bicubic(image, 0.25).height());
    assertEquals(160, Resize.bicubic(noise(480, 3), 1 / 3.0).width());
    assertEquals(1, Resize.bicubic(noise(480, 3), 1 / 3.0).height());
  }

  @Test
  void nearestRepeatsAndPicksCentres() {
    LabelMap map = new LabelMap(2, 1, new byte[] {3, (byte) 255});
    assertArrayEquals(new byte[] {3, 3, 3, -1, -1, -1}, Resize.nearest(map, 6, 1).classes());
    LabelMap ramp = new LabelMap(9, 1, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    assertArrayEquals(new byte[] {1, 4, 7}, Resize.nearest(ramp, 3, 1).classes());
    DepthMap depth = new DepthMap(2, 1, new float[] {0, 700});
    assertArrayEquals(new float[] {0, 0, 700, 700}, Resize.nearest(depth, 4, 1).millimetres());
  }

  @Test
  void bilinearBlurKeepsItsUnit() {
    BlurMap map = new BlurMap(2, 2, new float[] {2, 2, 2, 2});
    for (float sigma : Resize.bilinear(map, 8, 8).sigma()) {
      assertEquals(2, sigma, 1e-6);
    }
  }

  @Test
  void refusesNoPixels() {
    assertThrows(IllegalArgumentException.class, () -> Resize.bicubic(noise(3, 3), 0, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> Resize.nearest(new LabelMap(1, 1, new byte[1]), 1, -1));
  }

  private static Image noise(int width, int height) {
    SplittableRandom random = new SplittableRandom(7);
    float[] plane = new float[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) random.nextDouble();
    }
    return Image.of(width, height, plane);
  }
}
