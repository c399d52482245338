package dev.clearer.train;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import dev.clearer.image.Resize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A built dataset of made-up pictures of 96x96 and 24x24 pixels, three classes, sigma up to 5. */
final class TinySet {
  static final int CLASSES = 3;
  private static final int SIDE = 96;

  private TinySet() {}

  static Path in(Path folder) {
    for (int i = 0; i < 3; i++) {
      picture(folder.resolve("train"), folder.resolve("train"), "t" + i, i);
    }
    for (String group : new String[] {"Group1", "Group2"}) {
      picture(folder.resolve("val"), folder.resolve("val").resolve(group), "v", 9);
    }
    return folder;
  }

  private static void picture(Path part, Path group, String name, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] planes = new float[3][SIDE * SIDE];
    float[] sigma = new float[SIDE * SIDE];
    byte[] labels = new byte[SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int column = i % SIDE;
      int row = i / SIDE;
      for (int c = 0; c < 3; c++) {
        planes[c][i] =
            (float) (0.5 + 0.3 * Math.sin((column + seed) / (3.0 + c)) + 0.2 * random.nextDouble());
      }
      sigma[i] = 5f * row / SIDE;
      labels[i] = (byte) (row < 8 ? LabelMap.IGNORE : column * CLASSES / SIDE);
    }
    Image sharp = Image.of(SIDE, SIDE, planes);
    ImageFiles.write(Picture.of(sharp), file(part.resolve("GT"), name));
    MapFiles.writeLabels(new LabelMap(SIDE, SIDE, labels), file(part.resolve("semseg"), name));
    MapFiles.writeBlur(new BlurMap(SIDE, SIDE, sigma), file(group.resolve("blur"), name));
    ImageFiles.write(
        Picture.of(Resize.bicubic(sharp, SIDE / 4, SIDE / 4)), file(group.resolve("LRx4"), name));
  }

  private static Path file(Path folder, String name) {
    try {
      return Files.createDirectories(folder).resolve(name + ".png");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
