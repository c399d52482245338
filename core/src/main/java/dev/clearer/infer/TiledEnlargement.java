package dev.clearer.infer;

import dev.clearer.Progress;
import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.image.Resize;
import dev.clearer.image.Rows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is enlarged while its rows are taken, a band of tiles at a time; the estimator
 * runs ahead of the restorer by what that reads of the maps, or once before it where it looks at
 * the whole picture. So the result need never be in memory whole.
 */
final class TiledEnlargement implements Enlargement {
  /** What a pixel of the restorer costs in time, where one of the estimator costs 1. */
  private static final double RESTORER_COST = 4;

  private final Image input;
  private final int scale;
  private final TileNetwork network;
  private final Progress learning;
  private final Progress progress;
  private final Deque<Tiles.Tile> toEstimate;
  private final Deque<Tiles.Tile> toRestore;
  private final double allWork;
  private final Mosaic maps;
  private @Nullable Band band;
  private int row;
  private int estimated;
  private double work;

  TiledEnlargement(Image input, int scale, TileNetwork network, Progress progress) {
    this.input = input;
    this.scale = scale;
    this.network = network;
    double share = network.learningShare();
    this.learning = progress.part(0, share);
    this.progress = progress.part(share, 1);
    boolean ahead = !network.isJoint() && !network.estimatesWhole();
    toEstimate = new ArrayDeque<>(ahead ? network.estimatorTiles() : List.of());
    toRestore = new ArrayDeque<>(network.restorerTiles());
    allWork = pixels(List.copyOf(toEstimate)) + RESTORER_COST * pixels(List.copyOf(toRestore));
    maps = network.mosaic();
  }

  private static double pixels(List<Tiles.Tile> tiles) {
    return tiles.stream().mapToDouble(Tiles.Tile::pixels).sum();
  }

  @Override
  public int workingScale() {
    return network.scale();
  }

  @Override
  public BlurRange range() {
    return BlurRange.X1;
  }

  @Override
  public Rows rows() {
    Rows whole =
        Rows.of(
            input.width() * network.scale(),
            input.height() * network.scale(),
            input.channels(),
            y -> next());
    return scale == network.scale()
        ? whole
        : Resize.bicubic(whole, input.width() * scale, input.height() * scale).clamped();
  }

  private float[][] next() {
    if (band == null || row == band.height()) {
      band = nextBand();
      row = 0;
    }
    return band.row(row++);
  }

  private Band nextBand() {
    Tiles.Tile first = toRestore.getFirst();
    maps.forgetAbove(first.y());
    estimateTo(first.y() + first.height());
    Band next = new Band(input, first.keepY(), first.keepHeight(), network.scale());
    while (!toRestore.isEmpty() && toRestore.getFirst().keepY() == first.keepY()) {
      Tiles.Tile tile = toRestore.removeFirst();
      if (network.isJoint()) {
        network.both(tile, maps, next);
      } else {
        network.restore(tile, maps, next, of(tile));
      }
      advance(RESTORER_COST * tile.pixels());
    }
    return next;
  }

  private void estimateTo(int last) {
    if (network.estimatesWhole() && estimated == 0) {
      network.estimateWhole(maps, learning);
      estimated = last;
    }
    while (estimated < last && !toEstimate.isEmpty()) {
      Tiles.Tile first = toEstimate.getFirst();
      maps.begin(first.keepY(), first.keepHeight());
      while (!toEstimate.isEmpty() && toEstimate.getFirst().keepY() == first.keepY()) {
        Tiles.Tile tile = toEstimate.removeFirst();
        network.estimate(tile, maps);
        advance(tile.pixels());
      }
      estimated += first.keepHeight();
    }
  }

  /** The progress of the restoration of one tile. */
  private Progress of(Tiles.Tile tile) {
    double end = work + RESTORER_COST * tile.pixels();
    return progress.part(work / allWork, end / allWork);
  }

  private void advance(double done) {
    work += done;
    progress.report(work / allWork);
  }

  @Override
  public Map<MapKind, PixelMap> maps() {
    if (!toRestore.isEmpty()) {
      throw new IllegalStateException("the maps are not whole before all rows were taken");
    }
    return network.shown(maps);
  }
}
