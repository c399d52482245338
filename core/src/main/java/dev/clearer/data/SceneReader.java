package dev.clearer.data;

import dev.clearer.InputException;
import dev.clearer.degrade.SceneGeometry;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapFiles;
import dev.clearer.image.RawMap;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Reads crops of scenes and caches decoded pictures and maps. */
final class SceneReader {
  private final ConcurrentHashMap<Path, Packed> decoded = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, LabelMap> labelMaps = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, RawMap> regionMaps = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Path, DepthMap> depthMaps = new ConcurrentHashMap<>();

  private final Voronoi.Draw cells;

  /**
   * A reader that uses random {@code cells} as regions of pictures without depth, regions and
   * labels.
   */
  SceneReader(Voronoi.Draw cells) {
    this.cells = cells;
  }

  /**
   * A sharp crop.
   *
   * @param sharp RGB
   * @param labels classes, {@link LabelMap#IGNORE} where unknown
   */
  record Crop(Image sharp, LabelMap labels) {}

  /** Width and height of a scene's picture. */
  int[] size(SceneFiles scene) {
    Packed packed = packed(scene);
    return new int[] {packed.width, packed.height};
  }

  /**
   * The amount of fine detail in a rectangle: the mean absolute second difference of green along
   * rows and columns, at every second pixel. It is about 0 in flat or out-of-focus areas.
   */
  double detail(SceneFiles scene, int x, int y, int width, int height) {
    return packed(scene).detail(x, y, width, height);
  }

  /** The rectangle at (x, y); the picture is mirrored at its edges. */
  Crop crop(SceneFiles scene, int x, int y, int width, int height) {
    Image sharp = packed(scene).crop(x, y, width, height);
    LabelMap labels =
        scene.labels() == null
            ? LabelMap.unknown(width, height)
            : Mirror.crop(labels(scene.labels()), x, y, width, height);
    return new Crop(sharp, labels);
  }

  /** Distance in pixels between the depth samples from which the focus is drawn. */
  private static final int FOCUS_STEP = 8;

  /** Depth and regions of a rectangle; the lens is focused in the whole picture. */
  SceneGeometry geometry(SceneFiles scene, int x, int y, int width, int height) {
    int[] size = size(scene);
    return new SceneGeometry(
        random -> {
          DepthField field = depth(scene, size[0], size[1], random);
          DepthMap sparse = field.sparse(FOCUS_STEP);
          return new SceneGeometry.LensDepth(sparse, Mirror.crop(field, x, y, width, height));
        },
        random ->
            Mirror.crop(
                DepthDraw.numbers(regions(scene, size[0], size[1], random), size[0], size[1]),
                x,
                y,
                width,
                height));
  }

  /**
   * Depth and regions of the upper left {@code width} x {@code height} pixels of a picture; what is
   * random depends on the seed only.
   */
  SceneGeometry wholeGeometry(SceneFiles scene, int width, int height, long seed) {
    return new SceneGeometry(
        random -> {
          DepthMap whole = depth(scene, width, height, new SplittableRandom(seed)).whole();
          return new SceneGeometry.LensDepth(whole, whole);
        },
        random ->
            DepthDraw.numbers(
                regions(scene, width, height, new SplittableRandom(seed)), width, height));
  }

  /**
   * The depth of the upper left {@code width} x {@code height} pixels of a picture: measured, or
   * random for each region. Do not use {@code random} afterwards.
   */
  DepthField depth(SceneFiles scene, int width, int height, SplittableRandom random) {
    if (scene.depth() != null) {
      DepthMap map =
          depthMaps.computeIfAbsent(scene.depth(), file -> filled(MapFiles.readDepth(file, 1)));
      if (map.width() < width || map.height() < height) {
        throw new InputException(
            "%s is %dx%d, smaller than its picture: they must have the same size."
                .formatted(scene.depth(), map.width(), map.height()));
      }
      return new DepthField(width, height, (x, y) -> map.at(y, x));
    }
    return DepthDraw.field(width, height, regions(scene, width, height, random), random);
  }

  private DepthDraw.Regions regions(
      SceneFiles scene, int width, int height, SplittableRandom random) {
    if (scene.regions() != null) {
      RawMap map = regionMaps.computeIfAbsent(scene.regions(), MapFiles::readRaw);
      return (x, y) -> map.values()[y * map.width() + x];
    }
    if (scene.labels() != null) {
      LabelMap map = labels(scene.labels());
      return (x, y) -> map.classes()[y * map.width() + x];
    }
    return cells.draw(width, height, random);
  }

  private LabelMap labels(Path file) {
    return labelMaps.computeIfAbsent(file, MapFiles::readLabels);
  }

  /** Fills holes in measured depth with the farthest depth of the picture. */
  private static DepthMap filled(DepthMap depth) {
    float farthest = 1;
    for (float z : depth.millimetres()) {
      farthest = Math.max(farthest, z);
    }
    float[] filled = depth.millimetres().clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = filled[i] > 0 ? filled[i] : farthest;
    }
    return DepthEdges.hardened(new DepthMap(depth.width(), depth.height(), filled));
  }

  private Packed packed(SceneFiles scene) {
    return decoded.computeIfAbsent(
        scene.image(), path -> Packed.of(ImageFiles.read(path).colour()));
  }

  /** An 8-bit RGB picture. */
  private static final class Packed {
    private static final float[] LEVELS = levels();

    final int width;
    final int height;
    private final byte[][] planes;

    private Packed(int width, int height, byte[][] planes) {
      this.width = width;
      this.height = height;
      this.planes = planes;
    }

    private static float[] levels() {
      float[] levels = new float[256];
      for (int level = 0; level < levels.length; level++) {
        levels[level] = level / 255f;
      }
      return levels;
    }

    static Packed of(Image image) {
      byte[][] planes = new byte[3][image.width() * image.height()];
      for (int c = 0; c < 3; c++) {
        float[] plane = image.plane(Math.min(c, image.channels() - 1));
        for (int i = 0; i < plane.length; i++) {
          planes[c][i] = (byte) Math.round(plane[i] * 255);
        }
      }
      return new Packed(image.width(), image.height(), planes);
    }

    double detail(int x, int y, int cropWidth, int cropHeight) {
      byte[] green = planes[1];
      long sum = 0;
      int left = Math.max(0, x);
      int right = Math.min(width, x + cropWidth) - 1;
      int bottom = Math.min(height, y + cropHeight) - 1;
      for (int row = Math.max(0, y) + 1; row < bottom; row += 2) {
        for (int i = row * width + left + 1; i < row * width + right; i += 2) {
          int twice = 2 * (green[i] & 0xff);
          sum += Math.abs(twice - (green[i - 1] & 0xff) - (green[i + 1] & 0xff));
          sum += Math.abs(twice - (green[i - width] & 0xff) - (green[i + width] & 0xff));
        }
      }
      return sum / (double) (cropWidth * cropHeight);
    }

    /** A crop; the picture is mirrored at its edges. */
    Image crop(int x, int y, int cropWidth, int cropHeight) {
      int[] columns = Mirror.places(x, cropWidth, width);
      int[] rows = Mirror.places(y, cropHeight, height);
      float[][] cropped = new float[3][cropWidth * cropHeight];
      for (int c = 0; c < 3; c++) {
        byte[] plane = planes[c];
        for (int row = 0, i = 0; row < cropHeight; row++) {
          int from = rows[row] * width;
          for (int column = 0; column < cropWidth; column++) {
            cropped[c][i++] = LEVELS[plane[from + columns[column]] & 0xff];
          }
        }
      }
      return Image.of(cropWidth, cropHeight, cropped);
    }
  }
}
