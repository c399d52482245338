package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltSamplesTest {
  @TempDir Path folder;

  /** Two pictures of 64x48 whose values tell their places: red is x, green y; sigma is 2. */
  @BeforeEach
  void build() throws IOException {
    for (String part : new String[] {"train", "val/Group1", "val/Group2"}) {
      for (String name : new String[] {"a", "b"}) {
        write(part + "/LRx4", name, 16, 12);
        Path blur = Files.createDirectories(folder.resolve(part + "/blur"));
        float[] sigma = new float[64 * 48];
        Arrays.fill(sigma, 2);
        MapFiles.writeBlur(new BlurMap(64, 48, sigma), blur.resolve(name + ".png"));
      }
    }
    for (String part : new String[] {"train", "val"}) {
      write(part + "/GT", "a", 64, 48);
      write(part + "/GT", "b", 64, 48);
    }
    Path labels = Files.createDirectories(folder.resolve("train/semseg"));
    byte[] classes = new byte[64 * 48];
    Arrays.fill(classes, 0, 64 * 24, (byte) 7);
    MapFiles.writeLabels(new LabelMap(64, 48, classes), labels.resolve("a.png"));
    MapFiles.writeLabels(new LabelMap(64, 48, classes), labels.resolve("b.png"));
  }

  private void write(String where, String name, int width, int height) throws IOException {
    float[][] planes = new float[3][width * height];
    for (int i = 0; i < width * height; i++) {
      int row = i / width;
      planes[0][i] = (i % width + 0.5f) / width;
      planes[1][i] = (row + 0.5f) / height;
    }
    Path file = Files.createDirectories(folder.resolve(where)).resolve(name + ".png");
    ImageFiles.write(Picture.of(Image.of(width, height, planes)), file);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void findsPartsAndGroups() {
    BuiltSet set = BuiltSet.in(folder);
    assertEquals(List.of(), set.faults());
    assertEquals(6, set.pairs().size());
    assertEquals(2, set.pairs("train", "").size());
    assertEquals(2, set.pairs("val", "Group2").size());
    assertNull(set.pairs("val", "Group1").get(0).labels());
    assertThrows(InputException.class, () -> set.pairs("test", "Group1"));
    assertThrows(InputException.class, () -> BuiltSet.in(folder.resolve("val")));
  }

  @Test
  void tellsWhatLacksItsPartner() throws IOException {
    Files.delete(folder.resolve("val/Group2/LRx4/a.png"));
    Files.delete(folder.resolve("train/GT/b.png"));
    List<String> faults = BuiltSet.in(folder).faults();
    assertEquals(4, faults.size(), faults::toString);
    assertTrue(faults.stream().anyMatch(fault -> fault.contains("Group2/LRx4/a.png is missing")));
    assertTrue(faults.stream().anyMatch(fault -> fault.contains("b.png has no picture in GT")));
  }

  @Test
  void cropsShowTheSamePlace() {
    BuiltSamples samples =
        new BuiltSamples(
            BuiltSet.in(folder).pairs("train", ""), LabelForm.FROM_ONE, CropShape.of(8, 6));
    for (int seed = 0; seed < 20; seed++) {
      Sample sample = samples.draw(new SplittableRandom(seed), 4);
      assertEquals(8, sample.lowResolution().width());
      assertEquals(24, sample.sharp().height());
      for (int c = 0; c < 2; c++) {
        double low = mean(sample.lowResolution().plane(c));
        assertEquals(low, mean(sample.sharp().plane(c)), 0.01);
      }
      for (int i = 0; i < 32 * 24; i++) {
        boolean above = sample.sharp().plane(1)[i] < 0.5;
        assertEquals(above ? 6 : LabelMap.IGNORE, sample.labels().classes()[i] & 0xff);
      }
    }
  }

  @Test
  void zoomMultipliesSigma() {
    CropShape shape = new CropShape(12, 12, List.of(1.5));
    BuiltSamples samples =
        new BuiltSamples(BuiltSet.in(folder).pairs("val", "Group1"), LabelForm.FROM_ONE, shape);
    Sample sample = samples.draw(new SplittableRandom(1), 4);
    assertEquals(12, sample.lowResolution().width());
    assertEquals(48, sample.sharp().width());
    float[] expected = new float[48 * 48];
    Arrays.fill(expected, 3);
    assertArrayEquals(expected, sample.blurMap().sigma(), 1e-5f);
    assertEquals(LabelMap.IGNORE, sample.labels().at(3, 3));
    double step = sample.sharp().plane(0)[24 * 48 + 30] - sample.sharp().plane(0)[24 * 48 + 18];
    assertEquals(12 / 1.5 / 64, step, 0.01, "content is enlarged by 1.5");
  }

  @Test
  void freshSamplesZoomLikewise() {
    SamplePictures.copyTo(folder);
    FreshSamples plain = freshSamples(CropShape.of(12, 9));
    FreshSamples zoomed = freshSamples(new CropShape(18, 13, List.of(1.5)));
    Sample before = plain.draw(new SplittableRandom(5), 4);
    Sample after = zoomed.draw(new SplittableRandom(5), 4);
    double factor = Math.sqrt(18 * 13 / (12 * 9.0));
    assertEquals(18, after.lowResolution().width());
    assertEquals(52, after.blurMap().height());
    assertEquals(
        factor * mean(before.blurMap().sigma()), mean(after.blurMap().sigma()), 0.05 * factor);
  }

  private FreshSamples freshSamples(CropShape shape) {
    return TestRecipes.data(folder, 1, shape, TestRecipes.compact(1, 0.5, 0.3, 0))
        .sources(4)
        .get(0);
  }

  @Test
  void aStreamMixesSourcesAndRefusesCropsThatDoNotFit() throws Exception {
    BuiltSet set = BuiltSet.in(folder);
    List<BuiltSamples> sources =
        List.of(
            new BuiltSamples(set.pairs("train", ""), LabelForm.FROM_ONE, CropShape.of(8, 6)),
            new BuiltSamples(set.pairs("val", "Group1"), LabelForm.FROM_ONE, CropShape.of(8, 6)));
    int labelled = 0;
    try (SampleStream stream = new SampleStream(sources, 20, 4, 3, 0)) {
      for (Sample sample : stream.next()) {
        labelled += sample.labels().at(0, 0) == 6 ? 1 : 0;
      }
    }
    assertTrue(labelled > 0 && labelled < 20, "labelled: " + labelled);
    BuiltSamples large =
        new BuiltSamples(set.pairs("train", ""), LabelForm.FROM_ONE, CropShape.of(20, 20));
    InputException error =
        assertThrows(InputException.class, () -> large.draw(new SplittableRandom(1), 4));
    assertTrue(String.valueOf(error.getMessage()).contains("too small for crops of 20x20"));
  }
}
