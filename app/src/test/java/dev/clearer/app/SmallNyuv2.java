package dev.clearer.app;

import dev.clearer.app.Hdf5Container.Dataset;
import dev.clearer.app.Hdf5Container.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Three synthetic pictures of 64x48 in the layout of NYUv2: {@code nyu_depth_v2_labeled.mat} and
 * its two MATLAB files. Depth is a ramp from left to right behind a near square, with a hole. The
 * left half has the raw label 5, the right half 894, and a corner has none.
 */
final class SmallNyuv2 {
  static final int PICTURES = 3;
  static final int WIDTH = 64;
  static final int HEIGHT = 48;

  private SmallNyuv2() {}

  /** The 8-bit value of one channel of a pixel. */
  static int value(int picture, int channel, int x, int y) {
    return (40 * picture + 70 * channel + 3 * x + 2 * y) % 256;
  }

  /** Depth in metres; 0 where it is unknown. */
  private static float depth(int x, int y) {
    if (x < 4 && y < 4) {
      return 0;
    }
    return x > 20 && x < 40 && y > 12 && y < 36 ? 1 : 2 + x / 16f;
  }

  private static int label(int x, int y) {
    return x < 4 && y < 4 ? 0 : x < WIDTH / 2 ? 5 : 894;
  }

  /** Writes the container, whose axes are picture, channel, x and y. */
  static Path labeled(Path folder) throws IOException {
    int pixels = WIDTH * HEIGHT;
    float[] images = new float[PICTURES * 3 * pixels];
    float[] depths = new float[PICTURES * pixels];
    float[] labels = new float[PICTURES * pixels];
    for (int i = 0; i < PICTURES * pixels; i++) {
      int picture = i / pixels;
      int x = i % pixels / HEIGHT;
      int y = i % HEIGHT;
      depths[i] = depth(x, y);
      labels[i] = label(x, y);
      for (int c = 0; c < 3; c++) {
        images[(picture * 3 + c) * pixels + i % pixels] = value(picture, c, x, y);
      }
    }
    int[] shape = {PICTURES, WIDTH, HEIGHT};
    Map<String, Dataset> datasets =
        Map.of(
            "images", new Dataset(Kind.UINT8, new int[] {PICTURES, 3, WIDTH, HEIGHT}, images),
            "depths", new Dataset(Kind.FLOAT, shape, depths),
            "labels", new Dataset(Kind.UINT16, shape, labels));
    Path file = folder.resolve("nyu_depth_v2_labeled.mat");
    return Files.write(file, Hdf5Container.of(new TreeMap<>(datasets)));
  }

  /** Writes {@code classMapping40.mat}: raw labels 1 to 893 are class 3, and 894 is class 40. */
  static Path classes(Path folder) throws IOException {
    Matrix classes = Mat5.newMatrix(1, 894);
    for (int i = 0; i < 894; i++) {
      classes.setInt(i, i == 893 ? 40 : 3);
    }
    return write(folder.resolve("classMapping40.mat"), "mapClass", classes);
  }

  /** Writes {@code splits.mat}: the second picture is for training. */
  static Path splits(Path folder) throws IOException {
    Matrix training = Mat5.newMatrix(1, 1);
    training.setInt(0, 2);
    return write(folder.resolve("splits.mat"), "trainNdxs", training);
  }

  private static Path write(Path file, String name, Matrix matrix) throws IOException {
    try (Mat5File contents = Mat5.newMatFile()) {
      contents.addArray(name, matrix);
      Mat5.writeToFile(contents, file.toFile());
    }
    return file;
  }
}
