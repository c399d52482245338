package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.net.Compact;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Enlarges pictures of any size with a {@link Compact} network. First both maps are estimated tile
 * by tile and put together, then the picture is restored tile by tile with the whole picture's
 * maps. Tiles overlap by more than the restorer sees, so that it computes what it would have
 * computed on the whole picture; the estimator sees farther, but hardly.
 */
public final class Upscaler {
  /** The estimator's tiles overlap by this many low-resolution pixels. */
  private static final int ESTIMATOR_OVERLAP = 64;

  /** The restorer's receptive field: one pixel a 3x3 convolution, rounded up to the grid. */
  private static final int RESTORER_OVERLAP = 32;

  /** Native bytes a low-resolution pixel of a tile costs at the peak (measured, rounded up). */
  private static final long BYTES_A_PIXEL = 4000;

  private static final int LARGEST_TILE = 1024;

  private final Compact network;
  private final Settings settings;

  /**
   * How to run.
   *
   * @param scale enlargement, 1 to 4: below the network's own, its result is scaled down
   * @param precision of the convolutions
   * @param memoryBytes native memory that a tile may take
   */
  public record Settings(int scale, Precision precision, long memoryBytes) {
    /** Checks the ranges. */
    public Settings {
      if (scale < 1 || scale > 4) {
        throw new InputException("Scale " + scale + " is not offered: choose 1, 2, 3 or 4.");
      }
      if (memoryBytes < 1) {
        throw new InputException("A memory budget must be positive: give megabytes or more.");
      }
    }
  }

  /**
   * A restored picture and what was estimated, all of the output's size.
   *
   * @param picture in [0, 1], with as many channels as the input
   * @param blurMap sigma in output pixels
   * @param labels class indices
   */
  public record Result(Image picture, BlurMap blurMap, LabelMap labels) {}

  private Upscaler(Compact network, Settings settings) {
    this.network = network;
    this.settings = settings;
  }

  /**
   * An upscaler with the given weights; call it outside any scope.
   *
   * @throws InputException if they are not those of a standard compact network
   */
  public static Upscaler load(Weights weights, Settings settings) {
    Compact network = new Compact(Compact.Config.standard());
    weights.apply(network);
    network.channelsLast();
    return new Upscaler(network, settings);
  }

  /**
   * Enlarges a picture.
   *
   * @param lowResolution one or three channels in [0, 1]
   * @param progress told after every tile; may cancel by throwing
   */
  public Result upscale(Image lowResolution, Progress progress) {
    return restore(lowResolution, estimate(lowResolution, progress.part(0, 0.4)), progress);
  }

  private Maps estimate(Image lowResolution, Progress progress) {
    Image padded = Padding.toMultiple(rgb(lowResolution), network.multiple());
    Maps maps = Maps.empty(padded.width(), padded.height(), network.config().classes());
    forEachTile(
        padded,
        ESTIMATOR_OVERLAP,
        progress,
        (tile, input) -> {
          Tensor[] estimates = network.estimate(input);
          maps.put(tile, Tensors.values(estimates[0]), Tensors.values(estimates[1]));
        });
    return maps;
  }

  private Result restore(Image lowResolution, Maps maps, Progress progress) {
    Image padded = Padding.toMultiple(rgb(lowResolution), network.multiple());
    int scale = network.config().scale();
    int width = lowResolution.width() * scale;
    int height = lowResolution.height() * scale;
    float[][] planes = new float[3][Math.multiplyExact(width, height)];
    forEachTile(
        padded,
        RESTORER_OVERLAP,
        progress.part(0.4, 0.95),
        (tile, input) -> {
          Tensor sigma = Tensors.of(maps.sigma(tile), 1, 1, tile.height(), tile.width());
          Tensor scores =
              Tensors.of(maps.scores(tile), 1, maps.scores().length, tile.height(), tile.width());
          keep(tile, Tensors.image(network.restore(input, sigma, scores)), planes, width, height);
        });
    Image enlarged = Image.of(width, height, planes);
    Result result = finish(lowResolution, enlarged, maps);
    progress.report(1);
    return result;
  }

  /** Copies what a tile keeps into the output, cut to its size and to [0, 1]. */
  private void keep(Tiles.Tile tile, Image restored, float[][] planes, int width, int height) {
    int scale = network.config().scale();
    int left = tile.keepX() * scale;
    int top = tile.keepY() * scale;
    int columns = Math.min(tile.keepWidth() * scale, width - left);
    int rows = Math.min(tile.keepHeight() * scale, height - top);
    int dx = left - tile.x() * scale;
    int dy = top - tile.y() * scale;
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          float value = restored.at(c, y + dy, x + dx);
          planes[c][(top + y) * width + left + x] = Math.max(0, Math.min(1, value));
        }
      }
    }
  }

  private Result finish(Image lowResolution, Image enlarged, Maps maps) {
    int width = lowResolution.width() * settings.scale();
    int height = lowResolution.height() * settings.scale();
    Image picture = enlarged;
    if (width != enlarged.width()) {
      picture = Resize.bicubic(enlarged, width, height);
    }
    BlurMap blur = maps.blurMap().crop(0, 0, lowResolution.width(), lowResolution.height());
    LabelMap labels = maps.labels().crop(0, 0, lowResolution.width(), lowResolution.height());
    return new Result(
        lowResolution.channels() == 1 ? grey(picture) : picture,
        scaled(Resize.bilinear(blur, width, height)),
        Resize.nearest(labels, width, height));
  }

  /** Sigma in pixels of the output instead of the network's own. */
  private BlurMap scaled(BlurMap map) {
    float factor = settings.scale() / (float) network.config().scale();
    float[] sigma = map.sigma().clone();
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = Math.max(0, sigma[i]) * factor;
    }
    return new BlurMap(map.width(), map.height(), sigma);
  }

  private static Image rgb(Image image) {
    return image.channels() == 3
        ? image
        : Image.of(image.width(), image.height(), image.plane(0), image.plane(0), image.plane(0));
  }

  private static Image grey(Image rgb) {
    float[] grey = new float[rgb.width() * rgb.height()];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (rgb.plane(0)[i] + rgb.plane(1)[i] + rgb.plane(2)[i]) / 3;
    }
    return Image.of(rgb.width(), rgb.height(), grey);
  }

  /** Work on one tile, whose input is (1, 3, height, width). */
  private interface TileWork {
    void run(Tiles.Tile tile, Tensor input);
  }

  private void forEachTile(Image padded, int overlap, Progress progress, TileWork work) {
    List<Tiles.Tile> tiles = Tiles.of(padded.width(), padded.height(), tileSide(overlap), overlap);
    int done = 0;
    for (Tiles.Tile tile : tiles) {
      Image input = padded.crop(tile.x(), tile.y(), tile.width(), tile.height());
      Scope.run(
          () -> {
            try (NoGradGuard guard = new NoGradGuard()) {
              Tensor tensor = Tensors.channelsLast(Tensors.of(input));
              settings.precision().run(() -> work.run(tile, tensor));
            }
          });
      progress.report(++done / (double) tiles.size());
    }
  }

  /** The largest side that the budget allows, a multiple of the grid and never below it. */
  private int tileSide(int overlap) {
    long side = (long) Math.sqrt(settings.memoryBytes() / (double) BYTES_A_PIXEL) - 2L * overlap;
    long grid = network.multiple();
    return (int) Math.max(grid, Math.min(LARGEST_TILE, side) / grid * grid);
  }
}
