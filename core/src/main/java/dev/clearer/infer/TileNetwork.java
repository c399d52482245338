package dev.clearer.infer;

import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.model.Facts;
import dev.clearer.model.Model;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Reach;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
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
  private final BlurCorrection correction;
  private final float unit;

  /**
   * The halves of {@code model} at the enlargement that it works at for {@code task}.
   *
   * @throws dev.clearer.InputException if the correction's map has another size than the picture
   */
  TileNetwork(Model model, Upscaler.Settings settings, Image picture, Task task) {
    this.model = model;
    this.settings = settings;
    this.picture = picture;
    scale = model.workingScale(task.scale());
    unit = scale / (float) task.scale();
    correction =
        task.correction().resized(picture.width(), picture.height(), task.scale(), mapFactor());
  }

  /** How many times larger the result is. */
  int scale() {
    return scale;
  }

  /** Whether tiles are estimated and restored at once. */
  boolean isJoint() {
    return model.isJoint();
  }

  /** Whether one estimate is made of the whole picture. */
  boolean estimatesWhole() {
    return model.estimator().facts().reach() instanceof Reach.Whole;
  }

  private int mapFactor() {
    return model.estimator().facts().resolution().factor(scale);
  }

  /** Maps of the picture, which say nothing yet. */
  Mosaic mosaic() {
    return new Mosaic(
        padded(picture.width()),
        padded(picture.height()),
        mapFactor(),
        isJoint() ? Set.of() : model.restorer().facts().maps());
  }

  /** A picture's side with what both halves need beyond it. */
  private int padded(int side) {
    int first = model.estimator().facts().multiple();
    int second = model.restorer().facts().multiple();
    return Padding.roundUp(side, Padding.common(first, second));
  }

  List<Tiles.Tile> estimatorTiles() {
    return tiles(List.of(model.estimator().facts()));
  }

  List<Tiles.Tile> restorerTiles() {
    Facts restorer = model.restorer().facts();
    return tiles(isJoint() ? List.of(model.estimator().facts(), restorer) : List.of(restorer));
  }

  /** Tiles for all of {@code halves}, none of which looks at the whole picture. */
  private List<Tiles.Tile> tiles(List<Facts> halves) {
    long bytes = most(halves, Facts::bytesPerPixel);
    long overlap = most(halves, facts -> reach(facts).count());
    int grid = halves.stream().mapToInt(facts -> reach(facts).grid()).reduce(1, Padding::common);
    return Tiles.of(
        padded(picture.width()),
        padded(picture.height()),
        new Tiles.Rules(
            grid, (int) overlap, Math.min(LARGEST_TILE, settings.memoryBytes() / bytes)));
  }

  private static long most(List<Facts> halves, ToLongFunction<Facts> what) {
    return halves.stream().mapToLong(what).max().orElseThrow();
  }

  private static Reach.Pixels reach(Facts facts) {
    return facts.reach() instanceof Reach.Pixels pixels
        ? pixels
        : new Reach.Pixels(0, facts.multiple());
  }

  /** Estimates the maps of a tile. */
  void estimate(Tiles.Tile tile, Mosaic mosaic) {
    run(tile, input -> mosaic.put(tile, estimated(input, tile)));
  }

  /**
   * Draws one conclusion from the picture, or from the middle of it that fits into the memory
   * budget, for all of it.
   */
  void estimateWhole(Mosaic mosaic) {
    Facts facts = model.estimator().facts();
    long most = Math.max(1, settings.memoryBytes() / facts.bytesPerPixel());
    Tiles.Tile middle = Tiles.middle(picture.width(), picture.height(), most, facts.multiple());
    run(middle, input -> mosaic.fill(model.estimator().estimate(input, scale)));
    if (!correction.isNone()) {
      mosaic.correctBlur((sigma, tile) -> correction.apply(sigma, tile, unit));
    }
  }

  /** What the estimator says of a tile, or what is known better. */
  private PixelMaps estimated(Tensor input, Tiles.Tile tile) {
    PixelMaps maps = model.estimator().estimate(input, scale);
    if (correction.isNone() || !maps.planes().containsKey(MapKind.BLUR)) {
      return maps;
    }
    Tiles.Tile onMaps = tile.times(mapFactor());
    float[] sigma = Tensors.values(maps.plane(MapKind.BLUR));
    correction.apply(sigma, onMaps, unit);
    Tensor corrected = Tensors.of(sigma, 1, 1, onMaps.height(), onMaps.width());
    return maps.with(MapKind.BLUR, settings.processor().take(corrected));
  }

  /** Restores a tile with the maps of the whole picture. */
  void restore(Tiles.Tile tile, Mosaic mosaic, Band band) {
    run(
        tile,
        input -> {
          PixelMaps known = mosaic.of(tile, settings.processor());
          band.put(tile, Tensors.image(model.restorer().restore(input, known, scale)));
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
    Processor processor = settings.processor();
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Image input = Padding.read(picture, tile);
            Tensor tensor = processor.take(Tensors.channelsLast(Tensors.of(input)));
            settings.precision().run(processor, () -> work.accept(tensor));
          }
        });
  }
}
