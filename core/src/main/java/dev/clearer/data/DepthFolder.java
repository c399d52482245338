package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One's own pictures with depth maps: {@code X.jpg} belongs to {@code X_depth_mm.png}, {@code
 * X_depth.png} or {@code X.png} in the depth folder (which may be the same), and to {@code
 * X_labels.png} or {@code X.png} in the label folder.
 *
 * @param millimetresPerUnit what one step of the 16-bit depth files means
 * @param part {@code train} or {@code val}
 */
public record DepthFolder(
    Path images, Path depth, @Nullable Path labels, double millimetresPerUnit, String part)
    implements Originals {
  @Override
  public List<Original> list() {
    return Pairs.originals(images, part, this::scene, this::depthFile, this::labelFile);
  }

  @Override
  public SortedMap<String, String> options() {
    return new TreeMap<>(
        Map.of(
            "depth-unit",
            String.valueOf(millimetresPerUnit),
            "labels",
            labels == null ? "none" : "given"));
  }

  private @Nullable Path depthFile(Path picture) {
    return Pairs.partner(picture, depth, "_depth_mm.png", "_depth.png", ".png");
  }

  private @Nullable Path labelFile(Path picture) {
    return labels == null ? null : Pairs.partner(picture, labels, "_labels.png", ".png");
  }

  private SharpScene scene(Path picture) {
    Path file = depthFile(picture);
    if (file == null) {
      throw new InputException(
          picture + " has no depth map in " + depth + ": add " + Pairs.stem(picture) + ".png.");
    }
    Image image = Pairs.rgb(picture);
    DepthMap map = Pairs.requireSameSize(picture, image, file, sixteenBits(file));
    return new SharpScene(
        image,
        DepthEdges.snapped(DepthHoles.filled(map, file.toString())),
        classes(picture, image));
  }

  private DepthMap sixteenBits(Path file) {
    RawMap raw = millimetresPerUnit > 1 ? MapFiles.readRaw(file) : MapFiles.readDeep(file);
    int largest = 0;
    float[] millimetres = new float[raw.values().length];
    for (int i = 0; i < millimetres.length; i++) {
      largest = Math.max(largest, raw.values()[i]);
      millimetres[i] = (float) (raw.values()[i] * millimetresPerUnit);
    }
    if (largest > 0 && largest < 256 && millimetresPerUnit <= 1) {
      throw new InputException(
          file + " seems to have 8 bits (no value over 255): depth needs a 16-bit PNG.");
    }
    return new DepthMap(raw.width(), raw.height(), millimetres);
  }

  private @Nullable LabelMap classes(Path picture, Image image) {
    if (labels == null) {
      return null;
    }
    Path file = labelFile(picture);
    if (file == null) {
      throw new InputException(
          picture + " has no labels in " + labels + ": add " + Pairs.stem(picture) + ".png.");
    }
    return Pairs.requireSameSize(picture, image, file, MapFiles.readLabels(file));
  }
}
