package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.InputFile;
import dev.clearer.data.DepthEdges;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.ImageFiles;
import dev.clearer.image.LabelMap;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * NYUv2 from {@code nyu_depth_v2_labeled.mat}. The file is MATLAB 7.3, that is HDF5 with transposed
 * axes: images are (N, 3, W, H). Only one picture at a time is in memory.
 */
public final class Nyuv2 implements Originals {
  private static final int PUBLISHED_PICTURES = 1449;
  private static final int MOST_PICTURES = 1_000_000;

  private final Path file;
  private final HdfFile container;
  private final int count;
  private final int width;
  private final int height;
  private final int[] classes;
  private final boolean harden;
  private final Set<Integer> training;

  /**
   * Opens the container.
   *
   * @param classes {@code classMapping40.mat}, or null for the built-in mapping
   * @param splits {@code splits.mat}, or null: the published split if there are 1449 pictures, and
   *     all in {@code val} otherwise
   * @param harden whether mixed depth at edges is replaced: {@link DepthEdges}
   * @throws InputException if a file is invalid
   */
  public Nyuv2(Path file, @Nullable Path classes, @Nullable Path splits, boolean harden) {
    this.file = file;
    this.harden = harden;
    this.classes = classes == null ? Nyuv2Facts.classes() : MatFiles.integers(classes, "mapClass");
    this.container = open(file);
    int[] sizes = sizes(container, file);
    this.count = sizes[0];
    this.width = sizes[2];
    this.height = sizes[3];
    this.training = training(splits, count);
  }

  private static HdfFile open(Path file) {
    InputFile.require(file, "a .mat file");
    try {
      return new HdfFile(file);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw unreadable(file, e);
    }
  }

  private static int[] sizes(HdfFile container, Path file) {
    try {
      int[] sizes = container.getDatasetByPath("/images").getDimensions();
      if (sizes.length == 4 && sizes[1] == 3 && isPlausible(sizes)) {
        return sizes;
      }
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // damaged sizes can request any amount of memory
      container.close();
      throw unreadable(file, e);
    }
    container.close();
    throw new InputException(file + " has no images of 3 channels: give NYUv2's labelled file.");
  }

  private static boolean isPlausible(int[] sizes) {
    boolean positive = Arrays.stream(sizes).allMatch(size -> size > 0);
    return positive
        && sizes[0] <= MOST_PICTURES
        && (long) sizes[2] * sizes[3] <= ImageFiles.MOST_PIXELS;
  }

  private static InputException unreadable(Path file, Throwable cause) {
    return new InputException(
        file + " is not a complete NYUv2 container (HDF5): download it again.", cause);
  }

  private static Set<Integer> training(@Nullable Path splits, int count) {
    int[] numbers = new int[0];
    if (splits != null) {
      numbers = MatFiles.integers(splits, "trainNdxs");
    } else if (count == PUBLISHED_PICTURES) {
      numbers = Nyuv2Facts.training();
    }
    return Arrays.stream(numbers).boxed().collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public SortedMap<String, String> options() {
    return new TreeMap<>(
        Map.of(
            "labeled",
            count + " pictures, " + container.size() + " bytes",
            "classes",
            Integer.toHexString(Arrays.hashCode(classes)),
            "harden-depth",
            harden ? "yes" : "no",
            "splits",
            Integer.toHexString(new TreeSet<>(training).hashCode())));
  }

  @Override
  public List<Original> list() {
    return IntStream.rangeClosed(1, count).mapToObj(this::original).toList();
  }

  private Original original(int number) {
    String part = training.contains(number) ? "train" : "val";
    String source = file.getFileName() + "#" + number;
    return new Original(
        String.format("%04d", number), part, source, List.of(), () -> scene(number));
  }

  private SharpScene scene(int number) {
    String name = file + ", picture " + number;
    float[] pixels = read("/images", number, 3, width, height);
    float[] metres = read("/depths", number, width, height);
    float[] raw = read("/labels", number, width, height);
    float[][] planes = new float[3][];
    for (int c = 0; c < 3; c++) {
      planes[c] = upright(pixels, c * width * height, 1 / 255f);
    }
    DepthMap depth = new DepthMap(width, height, upright(known(metres), 0, 1000));
    DepthMap filled = DepthHoles.filled(depth, name);
    return new SharpScene(
        Image.of(width, height, planes),
        harden ? DepthEdges.hardened(filled) : filled,
        labels(upright(raw, 0, 1), name));
  }

  private static float[] known(float[] metres) {
    for (int i = 0; i < metres.length; i++) {
      metres[i] = metres[i] > 0 && metres[i] < Float.POSITIVE_INFINITY ? metres[i] : 0;
    }
    return metres;
  }

  private synchronized float[] read(String path, int number, int... shape) {
    long[] from = new long[shape.length + 1];
    int[] size = new int[shape.length + 1];
    from[0] = number - 1L;
    size[0] = 1;
    System.arraycopy(shape, 0, size, 1, shape.length);
    try {
      float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
      Dataset dataset = container.getDatasetByPath(path);
      Flattening.copy(dataset.getData(from, size), values);
      return values;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw unreadable(file, e);
    }
  }

  /** Converts from column-major to row-major order. */
  private float[] upright(float[] columns, int start, float factor) {
    float[] rows = new float[width * height];
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        rows[y * width + x] = columns[start + x * height + y] * factor;
      }
    }
    return rows;
  }

  private LabelMap labels(float[] raw, String name) {
    byte[] indices = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      int label = (int) raw[i];
      if (label < 0 || label > classes.length) {
        throw new InputException(
            name + " has the unknown label " + label + ": give the matching --classes file.");
      }
      indices[i] = (byte) (label == 0 ? LabelMap.IGNORE : classes[label - 1] - 1);
    }
    return new LabelMap(width, height, indices);
  }

  @Override
  public void close() {
    container.close();
  }
}
