package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.data.DepthEdges;
import dev.clearer.data.Pairs;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A user's pictures with depth maps: {@code X.jpg} belongs to {@code X_depth_mm}, {@code X_depth},
 * {@code X_disparity} or {@code X} with the extension png, tif, pgm, pfm, npy or npz in the depth
 * folder (which may be the same), and to {@code X_labels.png} or {@code X.png} in the label folder.
 *
 * @param labels the folder of class maps; null if there are none
 * @param encoding meaning of the values in the depth files
 * @param harden whether mixed depth at edges is replaced: {@link DepthEdges}
 * @param part {@code train} or {@code val}
 */
public record DepthFolder(
    Path images,
    Path depth,
    @Nullable Path labels,
    DepthEncoding encoding,
    boolean harden,
    String part)
    implements Originals {
  @Override
  public List<Original> list() {
    return Original.in(images, part, this::scene, this::depthFile, this::labelFile);
  }

  @Override
  public SortedMap<String, String> options() {
    return new TreeMap<>(
        Map.of(
            "depth-kind",
            encoding.kind().name(),
            "depth-unit",
            encoding.unit(),
            "harden-depth",
            harden ? "yes" : "no",
            "labels",
            labels == null ? "none" : "given"));
  }

  private @Nullable Path depthFile(Path picture) {
    return DepthFiles.find(picture, depth);
  }

  private @Nullable Path labelFile(Path picture) {
    return labels == null ? null : Pairs.partner(picture, labels, "_labels.png", ".png");
  }

  private SharpScene scene(Path picture) {
    Path file = DepthFiles.require(picture, depth);
    Image image = Pairs.rgb(picture);
    DepthMap map = Pairs.requireSameSize(picture, image, file, encoding.read(file));
    DepthMap filled = DepthHoles.filled(map, file.toString());
    return new SharpScene(
        image, harden ? DepthEdges.hardened(filled) : filled, classes(picture, image));
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
