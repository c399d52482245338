package dev.clearer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.Golden;
import dev.clearer.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapFilesTest {
  @TempDir Path folder;

  @Test
  void blurKeepsTenthsOfAPixel() {
    BlurMap map = new BlurMap(3, 2, new float[] {0, 0.1f, 5, 14.96f, 0.04f, 6553.5f});
    Path file = folder.resolve("blur.png");
    MapFiles.writeBlur(map, file);
    assertArrayEquals(
        new float[] {0, 0.1f, 5, 15, 0, 6553.5f}, MapFiles.readBlur(file).sigma(), 1e-4f);
  }

  @Test
  void blurInThreeChannelsIsTheSecond() {
    float[] other = {1, 1};
    float[] green = {20 / 65535f, 50 / 65535f};
    Picture picture =
        new Picture(Image.of(2, 1, other, green, other), null, 16, Metadata.NONE, null);
    Path file = folder.resolve("blur.png");
    ImageFiles.write(picture, file);
    assertArrayEquals(new float[] {2, 5}, MapFiles.readBlur(file).sigma(), 1e-6f);
  }

  @Test
  void labelsKeepAllValues() {
    byte[] classes = new byte[256];
    for (int i = 0; i < 256; i++) {
      classes[i] = (byte) i;
    }
    Path file = folder.resolve("labels.png");
    MapFiles.writeLabels(new LabelMap(16, 16, classes), file);
    assertArrayEquals(classes, MapFiles.readLabels(file).classes());
  }

  @Test
  void depthHasAUnit() {
    DepthMap map = new DepthMap(2, 1, new float[] {0, 1234});
    Path file = folder.resolve("depth.png");
    MapFiles.writeDepth(map, 1, file);
    assertArrayEquals(new float[] {0, 1234}, MapFiles.readDepth(file, 1).millimetres());
    assertArrayEquals(new float[] {0, 617}, MapFiles.readDepth(file, 0.5).millimetres());
  }

  @Test
  void refusesOtherKinds() {
    Path colour = folder.resolve("colour.png");
    ImageFiles.write(Picture.of(Image.of(1, 1, new float[1], new float[1], new float[1])), colour);
    assertThrows(InputException.class, () -> MapFiles.readLabels(colour));
    assertThrows(InputException.class, () -> MapFiles.readBlur(colour));
    Path deep = folder.resolve("deep.png");
    MapFiles.writeBlur(new BlurMap(1, 1, new float[1]), deep);
    assertThrows(InputException.class, () -> MapFiles.readLabels(deep));
  }

  @Test
  void readsRawNumbersOf8And16Bits() {
    Path shallow = folder.resolve("regions8.png");
    MapFiles.writeLabels(new LabelMap(3, 1, new byte[] {0, 7, (byte) 255}), shallow);
    assertArrayEquals(new int[] {0, 7, 255}, MapFiles.readRaw(shallow).values());
    Path deep = folder.resolve("regions16.png");
    MapFiles.writeRaw(new RawMap(3, 1, new int[] {0, 300, 65535}), deep);
    assertArrayEquals(new int[] {0, 300, 65535}, MapFiles.readRaw(deep).values());
  }

  @Test
  void readsRegionsOfTheBerkeleySet() {
    Golden.beside("data/bsds500/val/101085_regions.png")
        .ifPresent(
            file -> {
              RawMap regions = MapFiles.readRaw(file);
              assertEquals(321 * 481, regions.width() * regions.height());
              assertTrue(Arrays.stream(regions.values()).distinct().count() > 3);
            });
  }
}
