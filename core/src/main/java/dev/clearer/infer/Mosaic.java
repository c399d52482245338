package dev.clearer.infer;

import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.model.KernelKind;
import dev.clearer.model.Kernels;
import dev.clearer.model.MapSize;
import dev.clearer.model.PixelMaps;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Tensors;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The maps of a whole picture, put together from tiles, band after band from the top. What is shown
 * of them is kept whole, one plane a kind; what the restorer reads besides (scores of all classes,
 * weights of kernels), the largest part by far, only as long as it is still read. Tiles and rows
 * are the low-resolution picture's; maps may have more pixels.
 */
final class Mosaic {
  private final int width;
  private final int height;
  private final MapSize size;
  private final Set<MapKind> read;
  private final boolean keepsKernels;
  private final Map<MapKind, float[]> shown = new EnumMap<>(MapKind.class);
  private @Nullable Strip scores;
  private @Nullable Strip weights;
  private @Nullable Basis basis;
  private int bandTop;
  private int bandHeight;

  /** The basis of kernels, the same for all tiles. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one run
  private record Basis(float[] values, long count, long side, KernelKind kind) {}

  /**
   * Maps that say nothing yet.
   *
   * @param pictureWidth of the padded low-resolution picture
   * @param pictureHeight of the padded low-resolution picture
   * @param size of the maps
   * @param read what the restorer reads of them
   * @param keepsKernels whether it reads kernels too
   */
  Mosaic(
      int pictureWidth, int pictureHeight, MapSize size, Set<MapKind> read, boolean keepsKernels) {
    this.width = size.of(pictureWidth);
    this.height = size.of(pictureHeight);
    this.size = size;
    this.read = read;
    this.keepsKernels = keepsKernels;
  }

  /** Begins a band; the tiles that are put next lie in it. */
  void begin(int y, int rows) {
    bandTop = size.of(y);
    bandHeight = size.of(rows);
    if (scores != null) {
      scores.begin(bandTop, bandHeight);
    }
    if (weights != null) {
      weights.begin(bandTop, bandHeight);
    }
  }

  /** Copies what a tile keeps of the maps that were made of it. */
  void put(Tiles.Tile lowResolution, PixelMaps maps) {
    Tiles.Tile tile = lowResolution.on(size);
    maps.planes().forEach((kind, plane) -> put(tile, kind, plane));
    if (keepsKernels && maps.kernels() != null) {
      put(tile, maps.kernels());
    }
  }

  private void put(Tiles.Tile tile, MapKind kind, Tensor plane) {
    boolean ofClasses = kind == MapKind.CLASSES && plane.is_floating_point();
    if (ofClasses && read.contains(kind)) {
      scores = strip(scores, plane);
      scores.put(tile, Tensors.values(plane));
    }
    Tensor single = ofClasses ? Ops.argmaxChannel(plane) : plane;
    float[] whole = shown.computeIfAbsent(kind, k -> new float[Math.multiplyExact(width, height)]);
    Strip.copy(tile, Tensors.values(single), 0, whole, 0, width);
  }

  private void put(Tiles.Tile tile, Kernels kernels) {
    basis =
        new Basis(
            Tensors.values(kernels.basis()),
            kernels.basis().size(1),
            kernels.basis().size(2),
            kernels.kind());
    weights = strip(weights, kernels.weights());
    weights.put(tile, Tensors.values(kernels.weights()));
  }

  private Strip strip(@Nullable Strip strip, Tensor plane) {
    if (strip != null) {
      return strip;
    }
    Strip first = new Strip(width, (int) plane.size(1));
    first.begin(bandTop, bandHeight);
    return first;
  }

  /** The same conclusion for every pixel: {@code maps} of one pixel. */
  void fill(PixelMaps maps) {
    Tiles.Tile all = all();
    bandHeight = height;
    maps.planes().forEach((kind, plane) -> put(all, kind, spread(plane)));
    if (keepsKernels && maps.kernels() != null) {
      Kernels kernels = maps.kernels();
      put(all, kernels.with(kernels.basis(), spread(kernels.weights())));
    }
  }

  /** {@code maps} of one pixel with planes as large as these maps. */
  PixelMaps spread(PixelMaps maps) {
    Map<MapKind, Tensor> planes = new EnumMap<>(MapKind.class);
    maps.planes().forEach((kind, plane) -> planes.put(kind, spread(plane)));
    return new PixelMaps(planes, maps.kernels(), null);
  }

  /** A tile of the size of these maps. */
  Tiles.Tile all() {
    return new Tiles.Tile(0, 0, width, height, 0, 0, width, height);
  }

  private Tensor spread(Tensor plane) {
    return plane.size(2) == 1 && plane.size(3) == 1
        ? plane.expand(plane.size(0), plane.size(1), height, width)
        : plane;
  }

  /** Forgets what is not shown of all bands that end above {@code row}. */
  void forgetAbove(int row) {
    if (scores != null) {
      scores.forgetAbove(size.of(row));
    }
    if (weights != null) {
      weights.forgetAbove(size.of(row));
    }
  }

  /** What the restorer reads of a tile, in the current scope. */
  PixelMaps of(Tiles.Tile lowResolution, Device device) {
    Tiles.Tile tile = lowResolution.on(size);
    Map<MapKind, Tensor> planes = new EnumMap<>(MapKind.class);
    for (MapKind kind : read) {
      planes.put(kind, device.move(plane(kind, tile)));
    }
    if (basis == null || weights == null) {
      return new PixelMaps(planes);
    }
    Tensor kernels = Tensors.of(basis.values, 1, basis.count, basis.side, basis.side);
    Kernels cut = new Kernels(device.move(kernels), device.move(weights.of(tile)), basis.kind);
    return new PixelMaps(planes, cut, null);
  }

  private Tensor plane(MapKind kind, Tiles.Tile tile) {
    if (kind == MapKind.CLASSES && scores != null) {
      return scores.of(tile);
    }
    float[] whole = shown.get(kind);
    if (whole == null) {
      throw new IllegalStateException("nothing was estimated of the " + kind.label());
    }
    float[] cut = new float[tile.width() * tile.height()];
    for (int row = 0; row < tile.height(); row++) {
      int source = (tile.y() + row) * width + tile.x();
      System.arraycopy(whole, source, cut, row * tile.width(), tile.width());
    }
    Tensor plane = Tensors.of(cut, 1, 1, tile.height(), tile.width());
    return kind.isQuantity() ? plane : plane.to(ScalarType.Long);
  }

  /**
   * The maps of the picture at the upper left, none below 0.
   *
   * @param enlargement of the wanted result per that which the maps were made for
   */
  Map<MapKind, PixelMap> shown(int pictureWidth, int pictureHeight, float enlargement) {
    int ownWidth = size.covering(pictureWidth);
    int ownHeight = size.covering(pictureHeight);
    Map<MapKind, PixelMap> maps = new EnumMap<>(MapKind.class);
    shown.forEach(
        (kind, whole) -> {
          float[] cut = new float[Math.multiplyExact(ownWidth, ownHeight)];
          for (int row = 0; row < ownHeight; row++) {
            System.arraycopy(whole, row * width, cut, row * ownWidth, ownWidth);
          }
          PixelMap map = new PixelMap(kind, ownWidth, ownHeight, cut);
          maps.put(kind, kind.isQuantity() ? map.times(kind.factor(enlargement)) : map);
        });
    return maps;
  }
}
