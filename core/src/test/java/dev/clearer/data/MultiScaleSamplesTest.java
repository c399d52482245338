package dev.clearer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import dev.clearer.config.Configuration;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.MapKind;
import dev.clearer.image.Picture;
import dev.clearer.model.MapSize;
import dev.clearer.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of configs/photo-degradation.yml. */
class MultiScaleSamplesTest {
  @TempDir private static Path root;
  private static FreshData photo;

  /** The part of an experiment that the file is. */
  record Part(FreshData data) {}

  @BeforeAll
  static void read() {
    SamplePictures.copyTo(root);
    Path file = Path.of(System.getProperty("clearer.root", "."), "configs/photo-degradation.yml");
    String group = "[" + SamplePictures.GROUP + "]";
    photo =
        Configuration.read(
                file,
                Part.class,
                List.of(
                    "data.root=" + root,
                    "data.groups=" + group,
                    "data.validation=" + SamplePictures.GROUP,
                    "data.crop={width: 12, height: 16, zooms: [1.0]}"))
            .data();
  }

  private static List<List<Sample>> draw(SampleStream.Share share, int steps) throws Exception {
    SampleStream.Plan plan = new SampleStream.Plan(share, photo.scales(4), 5, 1);
    try (SampleStream stream = new SampleStream(photo.sources(4), plan, 0)) {
      List<List<Sample>> batches = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        batches.add(stream.next());
      }
      return batches;
    }
  }

  private static int scale(Sample sample) {
    return sample.sharp().width() / sample.lowResolution().width();
  }

  @Test
  void everyBatchHasOneScaleAndAllHaveAsManyPixels() throws Exception {
    TreeSet<Integer> seen = new TreeSet<>();
    for (List<Sample> batch : draw(new SampleStream.Share(3, 0, 3), 12)) {
      seen.add(scale(batch.get(0)));
      for (Sample sample : batch) {
        assertEquals(scale(batch.get(0)), scale(sample));
        assertEquals(48, sample.sharp().width());
        assertEquals(64, sample.sharp().height());
        assertEquals(48, sample.blurMap().width());
        assertEquals(64, sample.labels().height());
        assertEquals(64, scale(sample) * sample.lowResolution().height());
      }
    }
    assertEquals(List.of(1, 2, 4), List.copyOf(seen));
  }

  @Test
  void aShareOfTheSamplesIsOfTheSameScale() throws Exception {
    List<List<Sample>> all = draw(new SampleStream.Share(2, 0, 2), 6);
    List<List<Sample>> second = draw(new SampleStream.Share(2, 1, 1), 6);
    for (int step = 0; step < 6; step++) {
      assertArrayEquals(
          all.get(step).get(1).lowResolution().plane(0),
          second.get(step).get(0).lowResolution().plane(0));
    }
  }

  @Test
  void samplesAreSharpOrBlurredCleanOrNoisy() {
    int sharp = 0;
    int clean = 0;
    double strongest = 0;
    double largest = 0;
    FreshSamples source = photo.sources(4).get(0);
    for (int seed = 0; seed < 120; seed++) {
      Sample sample = source.draw(new SplittableRandom(seed), 1 + seed % 2);
      sharp += sample.blurMap().greatest() == 0 ? 1 : 0;
      clean += sample.noise() == 0 ? 1 : 0;
      strongest = Math.max(strongest, sample.noise());
      largest = Math.max(largest, sample.blurMap().greatest());
    }
    assertTrue(sharp >= 1 && sharp <= 30, sharp + " of 120 sharp");
    assertEquals(12, clean, 11);
    assertTrue(strongest > 0.03 && strongest < 0.15, "noise up to " + strongest);
    assertTrue(largest > 4 && largest < 5.4, "sigma up to " + largest);
  }

  @Test
  void marginsThatThePictureLacksAreMirrored() throws IOException {
    Path folder = Files.createDirectory(root.resolve("small"));
    Path file = Path.of(System.getProperty("clearer.root", "."), "samples/kitten.jpg");
    Picture whole = ImageFiles.read(file);
    ImageFiles.write(Picture.of(whole.colour().crop(0, 0, 50, 66)), folder.resolve("a.png"));
    FreshSamples source =
        new FreshData(
                root.toString(),
                List.of("small"),
                "small",
                List.of("photo"),
                photo.scales(),
                2,
                photo.crop(),
                photo.degradation())
            .sources(4)
            .get(0);
    for (int seed = 0; seed < 20; seed++) {
      assertEquals(48, source.draw(new SplittableRandom(seed), 4).sharp().width());
    }
  }

  @Test
  void refusesScalesThatDoNotFit() {
    InputException error = assertThrows(InputException.class, () -> photo.scales(2));
    assertEquals(
        "data.scales is [1, 2, 4], but the network has scale 2: make that the largest of"
            + " them.",
        error.getMessage());
    IllegalArgumentException crop =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new FreshData(
                    "a",
                    List.of("b"),
                    "c",
                    List.of(),
                    List.of(4, 3),
                    1,
                    CropShape.of(10, 10),
                    photo.degradation()));
    assertTrue(String.valueOf(crop.getMessage()).contains("do not divide by 3"), crop.getMessage());
  }

  @Test
  void theBatchTellsTheNoise() {
    Sample sample = photo.sources(4).get(0).draw(new SplittableRandom(3), 4);
    Scope.run(
        () -> {
          Batch batch = Batch.of(List.of(sample, sample), MapSize.INPUT);
          Tensor noise = batch.truth().plane(MapKind.NOISE);
          assertEquals(2, noise.size(0));
          assertEquals((float) (255 * sample.noise()), noise.select(0, 1).item_float(), 1e-5f);
        });
  }
}
