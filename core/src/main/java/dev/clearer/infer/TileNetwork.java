package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The two halves of a model, run on tiles of one picture that fit into the memory budget. */
final class TileNetwork {
  /** Beyond this, tiles only make progress coarser. */
  private static final long LARGEST_TILE = 1 << 20;

  private final Model model;
  private final Upscaler.Settings settings;
  private final int scale;
  private final Image picture;
  private final Correction correction;
  private final float unit;

  /**
   * The halves of {@code model} at the enlargement that it works at for {@code task}.
   *
   * @throws InputException if the correction's map has another size than the picture, or its kernel
   *     is for another scale
   */
  TileNetwork(Model model, Upscaler.Settings settings, Image picture, Task task) {
    this.model = model;
    this.settings = settings;
    this.picture = picture;
    scale = model.workingScale(task.scale());
    unit = scale / (float) task.scale();
    if (task.correction().kernel() != null && scale != task.scale()) {
      throw new InputException(
          "A kernel cannot be told for x%d where the model works at x%d: choose --scale %d."
              .formatted(task.scale(), scale, scale));
    }
    correction =
        task.correction().resized(picture.width(), picture.height(), task.scale(), mapSize());
  }

  /** How many times larger the result is. */
  int scale() {
    return scale;
  }

  /** Whether tiles are estimated and restored at once. */
  boolean isJoint() {
    return model.isJoint();
  }

  /** The share of the time that an estimator takes which learns on the picture. */
  double learningShare() {
    if (!learns(estimation())) {
      return 0;
    }
    return learns(restoration()) ? 0.4 : 0.95;
  }

  private static boolean learns(Footprint half) {
    return half.reach() instanceof Reach.Whole whole && whole.learns();
  }

  /** Whether one estimate is made of the whole picture. */
  boolean estimatesWhole() {
    return estimation().reach() instanceof Reach.Whole;
  }

  private boolean restoresWhole() {
    return restoration().reach() instanceof Reach.Whole;
  }

  private Footprint estimation() {
    return model.estimator().footprint(scale);
  }

  private Footprint restoration() {
    return model.restorer().footprint(scale);
  }

  private MapSize mapSize() {
    return estimation().mapSize();
  }

  /** Maps of the picture, which say nothing yet. */
  Mosaic mosaic() {
    return new Mosaic(
        padded(picture.width()),
        padded(picture.height()),
        mapSize(),
        isJoint() ? Set.of() : model.mapsRead(),
        !isJoint() && tellsKernels());
  }

  private boolean tellsKernels() {
    return correction.kernel() == null
        ? model.tellsKernels()
        : model.restorer().facts().blur() != BlurForm.SIGMA;
  }

  /** Maps that nothing is restored with. */
  Mosaic mosaicToShow() {
    return new Mosaic(
        padded(picture.width()), padded(picture.height()), mapSize(), Set.of(), false);
  }

  /** A picture's side with what both halves need beyond it. */
  private int padded(int side) {
    return Padding.roundUp(side, Padding.common(estimation().multiple(), restoration().multiple()));
  }

  List<Tiles.Tile> estimatorTiles() {
    return tiles(List.of(estimation()));
  }

  List<Tiles.Tile> restorerTiles() {
    if (restoresWhole()) {
      int width = padded(picture.width());
      int height = padded(picture.height());
      return List.of(new Tiles.Tile(0, 0, width, height, 0, 0, width, height));
    }
    return tiles(isJoint() ? List.of(estimation(), restoration()) : List.of(restoration()));
  }

  /** Tiles for all of {@code halves}, none of which looks at the whole picture. */
  private List<Tiles.Tile> tiles(List<Footprint> halves) {
    int overlap = halves.stream().mapToInt(half -> reach(half).count()).max().orElseThrow();
    int bytes = halves.stream().mapToInt(Footprint::bytesPerPixel).max().orElseThrow();
    int unit =
        halves.stream()
            .mapToInt(half -> half.mapSize().perInputPixels())
            .reduce(mapSize().perInputPixels(), Padding::common);
    int grid = halves.stream().mapToInt(half -> reach(half).grid()).reduce(unit, Padding::common);
    return Tiles.of(
        padded(picture.width()),
        padded(picture.height()),
        new Tiles.Rules(
            grid,
            Padding.roundUp(overlap, unit),
            Math.min(LARGEST_TILE, settings.memoryBytes() / bytes)));
  }

  private static Reach.Pixels reach(Footprint half) {
    return half.reach() instanceof Reach.Pixels pixels
        ? pixels
        : new Reach.Pixels(0, half.multiple());
  }

  /** Estimates the maps of a tile. */
  void estimate(Tiles.Tile tile, Mosaic mosaic) {
    run(tile, input -> mosaic.put(tile, estimated(input, tile)));
  }

  /**
   * Draws one conclusion from the picture, or from the middle of it that fits into the memory
   * budget, for all of it.
   *
   * @param progress for an estimator that learns on the picture
   */
  void estimateWhole(Mosaic mosaic, Progress progress) {
    Footprint half = estimation();
    long most = Math.max(1, settings.memoryBytes() / half.bytesPerPixel());
    Tiles.Tile middle = Tiles.middle(picture.width(), picture.height(), most, half.multiple());
    run(
        middle,
        input -> {
          PixelMaps estimate = model.estimator().estimate(input, scale, progress);
          PixelMaps maps = mosaic.spread(estimate);
          mosaic.fill(correction.apply(maps, mosaic.all(), unit, scale));
        });
  }

  /** The corrected estimate of a tile. */
  private PixelMaps estimated(Tensor input, Tiles.Tile tile) {
    PixelMaps maps = model.estimator().estimate(input, scale);
    return correction.isNone() ? maps : correction.apply(maps, tile.on(mapSize()), unit, scale);
  }

  /**
   * Restores a tile with the maps of the whole picture.
   *
   * @param progress for a restorer that learns on the picture
   */
  void restore(Tiles.Tile tile, Mosaic mosaic, Band band, Progress progress) {
    run(
        tile,
        input -> {
          PixelMaps known = mosaic.of(tile, settings.device());
          Tensor restored = model.restorer().restore(input, known, scale, progress);
          band.put(tile, Tensors.image(restored));
        });
  }

  /** Estimates and restores a tile at once. */
  void both(Tiles.Tile tile, Mosaic mosaic, Band band) {
    run(
        tile,
        input -> {
          PixelMaps known = estimated(input, tile);
          mosaic.put(tile, known);
          band.put(tile, Tensors.image(model.restorer().restore(input, known, scale)));
        });
  }

  /** The maps of the picture for a result {@code wanted} times larger. */
  Map<MapKind, PixelMap> shown(Mosaic mosaic) {
    return mosaic.shown(picture.width(), picture.height(), 1 / unit);
  }

  /** Runs {@code work} on the tile as (1, 3, height, width), and frees all that it made. */
  private void run(Tiles.Tile tile, Consumer<Tensor> work) {
    Device device = settings.device();
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Image input = Padding.read(picture, tile);
            Tensor tensor = device.move(Tensors.channelsLast(Tensors.of(input)));
            settings.precision().run(device, () -> work.accept(tensor));
          }
        });
  }
}
