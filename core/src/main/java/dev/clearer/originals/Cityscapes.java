package dev.clearer.originals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clearer.InputException;
import dev.clearer.data.Pairs;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Cityscapes in its original folders ({@code leftImg8bit}, {@code gtFine}, {@code disparity},
 * {@code camera}). Depth is baseline * fx / disparity with disparity = (p - 1) / 256; p = 0 means
 * unknown.
 */
public final class Cityscapes implements Originals {
  /** Label ids in the order of their train ids. */
  private static final int[] TRAINED = {
    7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33
  };

  private static final String LABELS = "_gtFine_labelIds.png";
  private static final String DISPARITY = "_disparity.png";
  private static final String CAMERA = "_camera.json";
  private static final int LARGEST_ID = 33;
  private static final int LICENCE_PLATE = 255;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final int cropWidth;
  private final int cropHeight;

  /** A reader of whole pictures (crop size 0x0) or of the cells of a grid. */
  public Cityscapes(Path root, int cropWidth, int cropHeight) {
    this.root = root;
    this.cropWidth = cropWidth;
    this.cropHeight = cropHeight;
  }

  @Override
  public List<Original> list() {
    List<Original> originals = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      for (Path picture : pictures(root.resolve("leftImg8bit").resolve(part))) {
        addCells(originals, picture, part);
      }
    }
    if (originals.isEmpty()) {
      throw new InputException(
          root + " has no pictures in leftImg8bit/{train,val}/CITY: name Cityscapes' root folder.");
    }
    return originals;
  }

  @Override
  public SortedMap<String, String> options() {
    return new TreeMap<>(Map.of("crop", cropWidth == 0 ? "none" : cropWidth + "x" + cropHeight));
  }

  private static List<Path> pictures(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.filter(file -> file.toString().endsWith("_leftImg8bit.png")).sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: check its permissions.", e);
    }
  }

  private void addCells(List<Original> originals, Path picture, String part) {
    String name = picture.getFileName().toString().replace("_leftImg8bit.png", "");
    String source = root.relativize(picture).toString();
    if (cropWidth == 0) {
      originals.add(
          new Original(
              name, part, source, files(picture, name, part), () -> scene(picture, name, part)));
      return;
    }
    for (int y = 0; y + cropHeight <= 1024; y += cropHeight) {
      for (int x = 0; x + cropWidth <= 2048; x += cropWidth) {
        int left = x;
        int top = y;
        originals.add(
            new Original(
                name + "_x" + x + "_y" + y,
                part,
                source + "#" + x + "," + y,
                files(picture, name, part),
                () -> scene(picture, name, part).crop(left, top, cropWidth, cropHeight)));
      }
    }
  }

  private SharpScene scene(Path picture, String name, String part) {
    Image image = Pairs.rgb(picture);
    if (cropWidth > 0 && (image.width() != 2048 || image.height() != 1024)) {
      throw new InputException(picture + " is not 2048x1024, so it cannot be cut: omit --crop.");
    }
    Path labels = required(beside("gtFine", name, part, LABELS));
    Path disparity = required(beside("disparity", name, part, DISPARITY));
    double metresTimesPixels = camera(required(beside("camera", name, part, CAMERA)));
    RawMap raw = Pairs.requireSameSize(picture, image, disparity, MapFiles.readDeep(disparity));
    RawMap ids = Pairs.requireSameSize(picture, image, labels, MapFiles.readRaw(labels));
    return new SharpScene(image, depth(raw, metresTimesPixels, disparity), trainIds(ids, labels));
  }

  private Path beside(String kind, String name, String part, String suffix) {
    String city = name.substring(0, Math.max(0, name.indexOf('_')));
    return root.resolve(kind).resolve(part).resolve(city).resolve(name + suffix);
  }

  private Path required(Path file) {
    if (!Files.exists(file)) {
      String kind = root.relativize(file).getName(0).toString();
      throw new InputException(file + " is missing: unpack Cityscapes' " + kind + " package.");
    }
    return file;
  }

  private List<Path> files(Path picture, String name, String part) {
    return Stream.of(
            picture,
            beside("gtFine", name, part, LABELS),
            beside("disparity", name, part, DISPARITY),
            beside("camera", name, part, CAMERA))
        .filter(Files::exists)
        .toList();
  }

  private static double camera(Path file) {
    try {
      JsonNode camera = JSON.readTree(file.toFile());
      double product =
          camera.at("/extrinsic/baseline").asDouble() * camera.at("/intrinsic/fx").asDouble();
      if (product > 0) {
        return product;
      }
    } catch (IOException e) {
      throw new InputException(file + " is not JSON: take it from Cityscapes' camera package.", e);
    }
    throw new InputException(
        file
            + " has no positive extrinsic.baseline and intrinsic.fx: take it from the camera package.");
  }

  private static DepthMap depth(RawMap raw, double metresTimesPixels, Path file) {
    float[] millimetres = new float[raw.values().length];
    int largest = 0;
    for (int i = 0; i < millimetres.length; i++) {
      int p = raw.values()[i];
      largest = Math.max(largest, p);
      // p = 1 is disparity 0, infinitely far: 1/256 pixel keeps depth finite
      double disparity = Math.max(p - 1, 1) / 256.0;
      millimetres[i] = p == 0 ? 0 : (float) (1000 * metresTimesPixels / disparity);
    }
    if (largest > 0 && largest < 256) {
      throw new InputException(
          file + " seems to have 8 bits (no value over 255): disparity needs a 16-bit PNG.");
    }
    return DepthHoles.filled(new DepthMap(raw.width(), raw.height(), millimetres), file.toString());
  }

  private static LabelMap trainIds(RawMap ids, Path file) {
    byte[] classes = new byte[ids.values().length];
    for (int i = 0; i < classes.length; i++) {
      int id = ids.values()[i];
      if (id > LARGEST_ID && id != LICENCE_PLATE) {
        throw new InputException(file + " has the unknown label " + id + ": give labelIds files.");
      }
      int trained = Arrays.binarySearch(TRAINED, id);
      classes[i] = (byte) (trained < 0 ? LabelMap.IGNORE : trained);
    }
    return new LabelMap(ids.width(), ids.height(), classes);
  }
}
