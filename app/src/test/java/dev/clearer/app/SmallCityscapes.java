package dev.clearer.app;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Synthetic pictures in the folders of the Cityscapes packages. */
final class SmallCityscapes {
  private static final String NAME = "aachen_000000_000019";
  private static final int SKY = 23;
  private static final int ROAD = 7;

  private SmallCityscapes() {}

  /** Writes a training picture of 32x32 with a single label and almost constant disparity. */
  static void write(Path root, int label, int disparity) throws IOException {
    float[] grey = new float[32 * 32];
    byte[] labels = new byte[32 * 32];
    float[] disparities = new float[32 * 32];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = i % 7 / 7f;
      labels[i] = (byte) label;
      disparities[i] = disparity == 0 || i % 9 == 0 ? 0 : disparity + (disparity > 255 ? i : 0);
    }
    ImageFiles.write(
        Picture.of(Image.of(32, 32, grey, grey, grey)),
        file(root, "leftImg8bit", "_leftImg8bit.png"));
    MapFiles.writeLabels(
        new LabelMap(32, 32, labels), file(root, "gtFine", "_gtFine_labelIds.png"));
    MapFiles.writeDepth(
        new DepthMap(32, 32, disparities), 1, file(root, "disparity", "_disparity.png"));
    writeCamera(file(root, "camera", "_camera.json"));
  }

  /**
   * Writes a picture of 2048x1024: sky in the upper half, and in the lower half a road that gets
   * closer.
   */
  static void writeFullSize(Path root, String part, String name) throws IOException {
    int width = 2048;
    int height = 1024;
    float[] grey = new float[width * height];
    byte[] labels = new byte[width * height];
    float[] disparities = new float[width * height];
    for (int y = 0; y < height; y++) {
      boolean sky = y < height / 2;
      int from = y * width;
      Arrays.fill(labels, from, from + width, (byte) (sky ? SKY : ROAD));
      Arrays.fill(disparities, from, from + width, sky ? 257 : 1000 + 20 * (y - height / 2));
      for (int x = 0; x < width; x++) {
        grey[from + x] = (x / 4 + y / 4) % 16 / 16f;
      }
    }
    String city = part + "/" + name.substring(0, name.indexOf('_')) + "/" + name;
    ImageFiles.write(
        Picture.of(Image.of(width, height, grey, grey, grey)),
        inFolder(root.resolve("leftImg8bit").resolve(city + "_leftImg8bit.png")));
    MapFiles.writeLabels(
        new LabelMap(width, height, labels),
        inFolder(root.resolve("gtFine").resolve(city + "_gtFine_labelIds.png")));
    MapFiles.writeDepth(
        new DepthMap(width, height, disparities),
        1,
        inFolder(root.resolve("disparity").resolve(city + "_disparity.png")));
    writeCamera(inFolder(root.resolve("camera").resolve(city + "_camera.json")));
  }

  private static void writeCamera(Path file) throws IOException {
    Files.writeString(
        file, "{\"extrinsic\": {\"baseline\": 0.22}, \"intrinsic\": {\"fx\": 2262.5}}");
  }

  /** A file of the small training picture. */
  static Path file(Path root, String kind, String suffix) throws IOException {
    return inFolder(root.resolve(kind).resolve("train/aachen").resolve(NAME + suffix));
  }

  private static Path inFolder(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file;
  }
}
