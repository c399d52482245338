package dev.clearer.originals;

import dev.clearer.data.DepthDraw;
import dev.clearer.data.DepthField;
import dev.clearer.data.Pairs;
import dev.clearer.data.Voronoi;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sharp photographs without depth. Depth is random: a plane per region, slanted or facing the
 * camera. Regions are read from {@code X_regions.png} or {@code X.png} in the region folder (beside
 * the pictures if null); without them, a few random cells are used.
 *
 * @param part {@code train} or {@code val}
 * @param seed seed of the random depth, combined with each picture's name
 */
public record PhotoFolder(Path images, @Nullable Path regions, String part, long seed)
    implements Originals {
  @Override
  public List<Original> list() {
    return Original.in(images, part, this::scene, this::regionFile);
  }

  @Override
  public SortedMap<String, String> options() {
    return new TreeMap<>(Map.of("regions", regions == null ? "none" : "given"));
  }

  private @Nullable Path regionFile(Path picture) {
    return regions == null
        ? Pairs.partner(picture, images, "_regions.png")
        : Pairs.partner(picture, regions, "_regions.png", ".png");
  }

  private SharpScene scene(Path picture) {
    Image image = Pairs.rgb(picture);
    SplittableRandom random = new SplittableRandom(seed ^ Pairs.stem(picture).hashCode());
    DepthDraw.Regions regions = regions(picture, image, random);
    DepthField depth = DepthDraw.field(image.width(), image.height(), regions, random);
    LabelMap numbers = DepthDraw.numbers(regions, image.width(), image.height());
    return new SharpScene(image, depth.whole(), null, numbers);
  }

  private DepthDraw.Regions regions(Path picture, Image image, SplittableRandom random) {
    Path file = regionFile(picture);
    if (file == null) {
      return Voronoi.few(image.width(), image.height(), random);
    }
    RawMap map = Pairs.requireSameSize(picture, image, file, MapFiles.readRaw(file));
    return (x, y) -> map.values()[y * map.width() + x];
  }
}
