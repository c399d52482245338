package dev.clearer.infer;

import dev.clearer.image.Image;
import dev.clearer.net.Compact;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The two halves of a network, run on tiles that fit into the memory budget. */
final class TileNetwork {
  /** The estimator's tiles overlap by this many low-resolution pixels. */
  private static final int ESTIMATOR_OVERLAP = 64;

  /** The same where the estimator has context blocks, which see farther. */
  private static final int CONTEXT_OVERLAP = 96;

  /** Native bytes that a pixel of a tile costs at the peak (measured in bfloat16, rounded up). */
  private static final int ESTIMATOR_BYTES = 1600;

  private static final int RESTORER_BYTES = 6000;

  /** Beyond this, tiles only make progress coarser. */
  private static final long LARGEST_TILE = 1 << 20;

  private final Compact network;
  private final Upscaler.Settings settings;

  TileNetwork(Compact network, Upscaler.Settings settings) {
    this.network = network;
    this.settings = settings;
  }

  int scale() {
    return network.config().scale();
  }

  int classes() {
    return network.config().classes();
  }

  /** A picture's side with what the network needs beyond it. */
  int padded(int side) {
    return Padding.roundUp(side, network.multiple());
  }

  List<Tiles.Tile> estimatorTiles(Image picture) {
    boolean context = network.config().estimator().contextBlocks() > 0;
    return tiles(picture, context ? CONTEXT_OVERLAP : ESTIMATOR_OVERLAP, ESTIMATOR_BYTES);
  }

  /** They overlap by what the restorer sees. */
  List<Tiles.Tile> restorerTiles(Image picture) {
    return tiles(picture, network.restorerReach(), RESTORER_BYTES);
  }

  private List<Tiles.Tile> tiles(Image picture, int overlap, int bytesPerPixel) {
    long pixels = Math.min(LARGEST_TILE, settings.memoryBytes() / bytesPerPixel);
    return Tiles.of(
        padded(picture.width()),
        padded(picture.height()),
        new Tiles.Rules(network.multiple(), overlap, pixels));
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
          Tensor sigma = Tensors.of(maps.sigma(tile), 1, 1, tile.height(), tile.width());
          Tensor scores = Tensors.of(maps.scores(tile), 1, classes(), tile.height(), tile.width());
          Processor processor = settings.processor();
          band.put(
              tile,
              Tensors.image(network.restore(input, processor.take(sigma), processor.take(scores))));
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
