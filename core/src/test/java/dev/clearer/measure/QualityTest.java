package dev.clearer.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityTest {
  @Test
  void matchesTheReference() throws IOException {
    for (Path pictures : Golden.folders("quality")) {
      List<String> lines =
          Files.readAllLines(pictures.resolveSibling("quality.tsv")).stream()
              .filter(line -> !line.startsWith("#"))
              .toList();
      assertEquals(
          "reference\tdistorted\tpsnr_y\tssim_y\tpsnr_y_border4\tssim_y_border4", lines.get(0));
      assertTrue(lines.size() >= 4);
      for (String line : lines.subList(1, lines.size())) {
        assertMeasures(pictures, line.split("\t", -1));
      }
    }
  }

  private static void assertMeasures(Path pictures, String[] cells) {
    Image reference = ImageFiles.read(pictures.resolve(cells[0])).colour();
    Image distorted = ImageFiles.read(pictures.resolve(cells[1])).colour();
    assertEquals(Double.parseDouble(cells[2]), Quality.psnrY(reference, distorted, 0), 1e-4);
    assertEquals(Double.parseDouble(cells[3]), Quality.ssimY(reference, distorted, 0), 1e-4);
    assertEquals(Double.parseDouble(cells[4]), Quality.psnrY(reference, distorted, 4), 1e-4);
    assertEquals(Double.parseDouble(cells[5]), Quality.ssimY(reference, distorted, 4), 1e-4);
  }

  @Test
  void equalPicturesHaveInfinitePsnr() {
    Image image = Image.of(11, 11, new float[121], new float[121], new float[121]);
    assertEquals(Double.POSITIVE_INFINITY, Quality.psnrY(image, image, 0));
    assertEquals(1, Quality.ssimY(image, image, 0), 1e-12);
  }

  @Test
  void greyHasTheLumaOfEqualColourChannels() {
    float[] a = ramp(144);
    float[] b = new float[144];
    double grey = Quality.psnrY(Image.of(12, 12, a), Image.of(12, 12, b), 0);
    assertEquals(grey, Quality.psnrY(Image.of(12, 12, a, a, a), Image.of(12, 12, b), 0), 1e-9);
  }

  @Test
  void blurIsNormalisedByTheLargestSigma() {
    BlurMap truth = new BlurMap(12, 12, new float[144]);
    float[] half = new float[144];
    java.util.Arrays.fill(half, 2.5f);
    BlurMap estimate = new BlurMap(12, 12, half);
    assertEquals(10 * Math.log10(4), Quality.psnrBlur(truth, estimate, 21), 1e-6);
    assertEquals(10 * Math.log10(36), Quality.psnrBlur(truth, estimate, 61), 1e-6);
    assertEquals(2.5, Quality.maeBlur(truth, estimate), 1e-6);
    // Both constant: SSIM is (2ab + c1) / (a^2 + b^2 + c1) with a = 0, b = 1/2, c1 = 1e-4.
    assertEquals(1e-4 / (0.25 + 1e-4), Quality.ssimBlur(truth, estimate, 21), 1e-9);
  }

  @Test
  void tiesGetTheirMeanRank() {
    assertArrayEquals(new double[] {2.5, 1, 2.5, 4}, Ranks.of(new float[] {1, 0, 1, 9}), 0);
    BlurMap truth = new BlurMap(4, 1, new float[] {0, 1, 2, 3});
    assertEquals(
        1, Quality.spearmanBlur(truth, new BlurMap(4, 1, new float[] {0, 1, 8, 9})), 1e-12);
    assertEquals(
        -1, Quality.spearmanBlur(truth, new BlurMap(4, 1, new float[] {9, 8, 1, 0})), 1e-12);
    // Ranks 1 2.5 2.5 4 against 1 2 3 4: covariance 4.5, variances 4.5 and 5.
    assertEquals(
        4.5 / Math.sqrt(4.5 * 5),
        Quality.spearmanBlur(truth, new BlurMap(4, 1, new float[] {0, 1, 1, 3})),
        1e-12);
    assertEquals(Double.NaN, Quality.spearmanBlur(truth, new BlurMap(4, 1, new float[4])));
  }

  @Test
  void meanIouIgnoresUnlabelledPixels() {
    ConfusionMatrix matrix = new ConfusionMatrix(4);
    LabelMap truth = new LabelMap(6, 1, new byte[] {0, 0, 1, 1, (byte) 255, 2});
    LabelMap estimate = new LabelMap(6, 1, new byte[] {0, 1, 1, 1, 3, 0});
    matrix.add(truth, estimate);
    assertEquals(1 / 3.0, matrix.intersectionOverUnion(0), 1e-12);
    assertEquals(2 / 3.0, matrix.intersectionOverUnion(1), 1e-12);
    assertEquals(0, matrix.intersectionOverUnion(2), 1e-12);
    assertEquals(Double.NaN, matrix.intersectionOverUnion(3));
    assertEquals(1 / 3.0, matrix.meanIntersectionOverUnion(), 1e-12);
  }

  @Test
  void refusesToCompareDifferentSizes() {
    Image small = Image.of(11, 11, new float[121]);
    Image large = Image.of(12, 11, new float[132]);
    assertThrows(IllegalArgumentException.class, () -> Quality.psnrY(small, large, 0));
    assertThrows(IllegalArgumentException.class, () -> Quality.ssimY(small, large, 0));
    assertThrows(IllegalArgumentException.class, () -> Quality.ssimY(small, small, 1));
  }

  private static float[] ramp(int length) {
    float[] ramp = new float[length];
    for (int i = 0; i < length; i++) {
      ramp[i] = (float) i / length;
    }
    return ramp;
  }
}
