package dev.clearer.infer;

import dev.clearer.image.Image;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The two halves of a network, run on tiles that fit into the memory budget. */
final class TileNetwork {
  /** Beyond this, tiles only make progress coarser. */
  private static final long LARGEST_TILE = 1 << 20;

  private final Network network;
  private final Network.Shape shape;
  private final Upscaler.Settings settings;

  TileNetwork(Network network, Upscaler.Settings settings) {
    this.network = network;
    shape = network.shape();
    this.settings = settings;
  }

  int scale() {
    return shape.scale();
  }

  int classes() {
    return shape.maps().classes();
  }

  /** Maps of {@code picture}, which say nothing yet. */
  Maps maps(Image picture) {
    return new Maps(padded(picture.width()), padded(picture.height()), shape.maps());
  }

  /** A picture's side with what the network needs beyond it. */
  private int padded(int side) {
    return Padding.roundUp(side, shape.multiple());
  }

  List<Tiles.Tile> estimatorTiles(Image picture) {
    return tiles(picture, shape.estimation());
  }

  List<Tiles.Tile> restorerTiles(Image picture) {
    return tiles(picture, shape.restoration());
  }

  private List<Tiles.Tile> tiles(Image picture, Network.Tiling tiling) {
    long pixels = Math.min(LARGEST_TILE, settings.memoryBytes() / tiling.bytesPerPixel());
    return Tiles.of(
        padded(picture.width()),
        padded(picture.height()),
        new Tiles.Rules(tiling.grid(), tiling.overlap(), pixels));
  }

  void estimate(Image picture, Tiles.Tile tile, Maps maps) {
    run(
        picture,
        tile,
        input -> {
          Tensor[] estimates = network.estimate(input);
          maps.put(tile, Tensors.values(estimates[0]), Tensors.values(estimates[1]));
        });
  }

  void restore(Image picture, Tiles.Tile tile, Maps maps, Band band) {
    run(
        picture,
        tile,
        input -> {
          Maps.Form form = shape.maps();
          Tiles.Tile told = tile.times(form.scale());
          Tensor sigma = Tensors.of(maps.sigma(tile), 1, 1, told.height(), told.width());
          Tensor classes =
              Tensors.of(maps.classes(tile), 1, form.planes(), told.height(), told.width());
          Processor processor = settings.processor();
          band.put(
              tile,
              Tensors.image(
                  network.restore(input, processor.take(sigma), processor.take(classes))));
        });
  }

  /** Work on one tile, whose input is (1, 3, height, width). */
  private interface Work {
    void run(Tensor input);
  }

  private void run(Image picture, Tiles.Tile tile, Work work) {
    Processor processor = settings.processor();
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Image input = Padding.read(picture, tile);
            Tensor tensor = processor.take(Tensors.channelsLast(Tensors.of(input)));
            settings.precision().run(processor, () -> work.run(tensor));
          }
        });
  }
}
