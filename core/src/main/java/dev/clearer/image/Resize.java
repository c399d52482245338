package dev.clearer.image;

/**
 * Changes the size of pictures and maps. The smooth kinds follow MATLAB's {@code imresize} with
 * antialiasing; bicubic and Lanczos results may leave [0, 1] a little at sharp edges.
 */
public final class Resize {
  private Resize() {}

  /** Antialiased bicubic (Keys, a = -1/2) to the given size. */
  public static Image bicubic(Image image, int width, int height) {
    return resized(image, Resampling.BICUBIC, width, height);
  }

  /** Antialiased bicubic to the given size, row by row: the same values as for the whole. */
  public static Rows bicubic(Rows rows, int width, int height) {
    return resized(rows, Resampling.BICUBIC, width, height);
  }

  /** Antialiased bilinear to the given size, row by row: the same values as for the whole. */
  public static Rows bilinear(Rows rows, int width, int height) {
    return resized(rows, Resampling.BILINEAR, width, height);
  }

  private static Rows resized(Rows rows, Resampling.Kernel kernel, int width, int height) {
    requirePositive(width);
    requirePositive(height);
    return ResizedRows.of(rows, kernel, width, height);
  }

  /**
   * Antialiased bicubic by a factor (1/4 shrinks to a quarter), to the size rounded up: what makes
   * low-resolution pictures in the super-resolution literature.
   */
  public static Image bicubic(Image image, double factor) {
    int width = scaled(image.width(), factor);
    int height = scaled(image.height(), factor);
    return resized(
        image,
        Resampling.of(Resampling.BICUBIC, image.width(), width, factor),
        Resampling.of(Resampling.BICUBIC, image.height(), height, factor));
  }

  /** Antialiased bilinear to the given size: never leaves the range of the input. */
  public static Image bilinear(Image image, int width, int height) {
    return resized(image, Resampling.BILINEAR, width, height);
  }

  /** Antialiased Lanczos with three lobes to the given size. */
  public static Image lanczos3(Image image, int width, int height) {
    return resized(image, Resampling.LANCZOS3, width, height);
  }

  /**
   * Antialiased bilinear to the given size. Sigma keeps its unit, pixels of the picture that the
   * map came from: multiply by the factor if the result is to count pixels of an enlarged picture.
   */
  public static BlurMap bilinear(BlurMap map, int width, int height) {
    Image sigma = Image.of(map.width(), map.height(), map.sigma());
    return new BlurMap(width, height, bilinear(sigma, width, height).plane(0));
  }

  /** Every pixel takes the class of the pixel under its centre. */
  public static LabelMap nearest(LabelMap map, int width, int height) {
    int[] columns = nearest(map.width(), width);
    int[] rows = nearest(map.height(), height);
    byte[] classes = new byte[Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        classes[y * width + x] = map.classes()[rows[y] * map.width() + columns[x]];
      }
    }
    return new LabelMap(width, height, classes);
  }

  /** Every pixel takes the class of the pixel under its centre, row by row. */
  public static Rows nearestRows(LabelMap map, int width, int height) {
    int[] columns = nearest(map.width(), width);
    int[] rows = nearest(map.height(), height);
    float[][] row = new float[1][width];
    return Rows.of(
        width,
        height,
        1,
        y -> {
          for (int x = 0; x < width; x++) {
            row[0][x] = map.at(rows[y], columns[x]);
          }
          return row;
        });
  }

  /** Every pixel takes the depth of the pixel under its centre: unknown depths do not smear. */
  public static DepthMap nearest(DepthMap map, int width, int height) {
    int[] columns = nearest(map.width(), width);
    int[] rows = nearest(map.height(), height);
    float[] millimetres = new float[Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        millimetres[y * width + x] = map.at(rows[y], columns[x]);
      }
    }
    return new DepthMap(width, height, millimetres);
  }

  private static int[] nearest(int source, int size) {
    requirePositive(size);
    int[] index = new int[size];
    for (int i = 0; i < size; i++) {
      index[i] = (int) ((2L * i + 1) * source / (2L * size));
    }
    return index;
  }

  /** The product of 1/3 and a multiple of 3 may be a rounding error too large. */
  private static int scaled(int size, double factor) {
    return Math.max(1, (int) Math.ceil(size * factor - 1e-9));
  }

  private static Image resized(Image image, Resampling.Kernel kernel, int width, int height) {
    requirePositive(width);
    requirePositive(height);
    return resized(
        image,
        Resampling.to(kernel, image.width(), width),
        Resampling.to(kernel, image.height(), height));
  }

  private static Image resized(Image image, Resampling horizontal, Resampling vertical) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = resized(image.plane(c), horizontal, vertical);
    }
    return Image.of(horizontal.size(), vertical.size(), planes);
  }

  /** Columns first where that leaves fewer rows to resample. */
  private static float[] resized(float[] plane, Resampling horizontal, Resampling vertical) {
    if (vertical.size() <= vertical.source()) {
      float[] shrunk = vertical.columns(plane, horizontal.source());
      return horizontal.rows(shrunk, vertical.size());
    }
    float[] widened = horizontal.rows(plane, vertical.source());
    return vertical.columns(widened, horizontal.size());
  }

  private static void requirePositive(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a picture of " + size + " pixels a side");
    }
  }
}
