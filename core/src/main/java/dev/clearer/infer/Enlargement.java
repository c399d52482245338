package dev.clearer.infer;

import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.image.Rows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is enlarged while its rows are taken, a band of tiles at a time; the estimator
 * runs ahead of the restorer by what that reads of the maps. So the result need never be in memory
 * whole.
 */
public final class Enlargement {
  /** What a pixel of the restorer costs in time, where one of the estimator costs 1. */
  private static final double RESTORER_COST = 4;

  private final Image input;
  private final int scale;
  private final BlurCorrection correction;
  private final TileNetwork network;
  private final Progress progress;
  private final Deque<Tiles.Tile> toEstimate;
  private final Deque<Tiles.Tile> toRestore;
  private final double allWork;
  private final Maps maps;
  private @Nullable Band band;
  private int row;
  private int estimated;
  private double work;

  Enlargement(
      Image input, int scale, BlurCorrection correction, TileNetwork network, Progress progress) {
    this.input = input;
    this.scale = scale;
    this.network = network;
    this.progress = progress;
    toEstimate = new ArrayDeque<>(network.estimatorTiles(input));
    toRestore = new ArrayDeque<>(network.restorerTiles(input));
    allWork = pixels(List.copyOf(toEstimate)) + RESTORER_COST * pixels(List.copyOf(toRestore));
    maps = network.maps(input);
    this.correction = correction.resized(input.width(), input.height(), scale, maps.scale());
  }

  private static double pixels(List<Tiles.Tile> tiles) {
    return tiles.stream().mapToDouble(Tiles.Tile::pixels).sum();
  }

  /** The enlarged picture in [0, 1], with as many channels as the input: to be taken once. */
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
      network.restore(input, tile, maps, next);
      advance(RESTORER_COST * tile.pixels());
    }
    return next;
  }

  private void estimateTo(int last) {
    while (estimated < last) {
      Tiles.Tile first = toEstimate.getFirst();
      maps.begin(first.keepY(), first.keepHeight());
      while (!toEstimate.isEmpty() && toEstimate.getFirst().keepY() == first.keepY()) {
        Tiles.Tile tile = toEstimate.removeFirst();
        network.estimate(input, tile, maps);
        advance(tile.pixels());
      }
      estimated += first.keepHeight();
      Tiles.Tile told = first.times(maps.scale());
      correction.apply(maps.sigma(), maps.width(), told.keepY(), told.keepHeight(), unit());
    }
  }

  private void advance(double done) {
    work += done;
    progress.report(work / allWork);
  }

  /** The network's sigma per sigma of the result. */
  private float unit() {
    return network.scale() / (float) scale;
  }

  /**
   * Sigma in output pixels, of the size that it was estimated in; known when all rows are taken.
   */
  public BlurMap blur() {
    return maps.blurMap(input.width(), input.height(), 1 / unit());
  }

  /** Class indices, of the size that they were estimated in; known when all rows are taken. */
  public LabelMap labels() {
    return maps.labels(input.width(), input.height());
  }
}
