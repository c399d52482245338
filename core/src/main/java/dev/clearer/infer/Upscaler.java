package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.net.Compact;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
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

  /** Native bytes that a pixel of a tile costs at the peak (measured in bfloat16, rounded up). */
  private static final int ESTIMATOR_BYTES = 1600;

  private static final int RESTORER_BYTES = 6000;

  /** Beyond this, tiles only make progress coarser. */
  private static final long LARGEST_TILE = 1 << 20;

  private final Compact network;
  private final Settings settings;

  /**
   * How to run.
   *
   * @param scale enlargement, 1 to 4: below the network's own, its result is scaled down
   * @param precision of the convolutions
   * @param memoryBytes native memory that a tile may take
   * @param processor where to compute
   */
  public record Settings(int scale, Precision precision, long memoryBytes, Processor processor) {
    /** Checks the ranges. */
    public Settings {
      if (scale < 1 || scale > 4) {
        throw new InputException("Scale " + scale + " is not offered: choose 1, 2, 3 or 4.");
      }
      if (memoryBytes < 1) {
        throw new InputException("A memory budget must be positive: give megabytes or more.");
      }
    }

    /** Settings for the CPU. */
    public Settings(int scale, Precision precision, long memoryBytes) {
      this(scale, precision, memoryBytes, Processor.CPU);
    }
  }

  /** A restored picture and what was estimated, all of the output's size. */
  public static final class Result {
    private final Image picture;
    private final BlurMap blur;
    private final LabelMap labels;

    private Result(Image picture, BlurMap blur, LabelMap labels) {
      this.picture = picture;
      this.blur = blur;
      this.labels = labels;
    }

    /** The picture in [0, 1], with as many channels as the input. */
    public Image picture() {
      return picture;
    }

    /** Sigma in output pixels, as estimated: a pixel of the input each. */
    public BlurMap estimatedBlur() {
      return blur;
    }

    /** Sigma in output pixels, enlarged to the output's size by this call. */
    public BlurMap blurMap() {
      return Resize.bilinear(blur, picture.width(), picture.height());
    }

    /** Class indices, enlarged to the output's size by this call. */
    public LabelMap labels() {
      return Resize.nearest(labels, picture.width(), picture.height());
    }
  }

  private Upscaler(Compact network, Settings settings) {
    this.network = network;
    this.settings = settings;
  }

  /**
   * An upscaler with the given weights; call it outside any scope.
   *
   * @throws InputException if they are not those of a standard compact network, or there is no such
   *     processor
   */
  public static Upscaler load(Weights weights, Settings settings) {
    Processor processor = settings.processor().required();
    Compact network = new Compact(Compact.Config.standard());
    weights.apply(network);
    network.channelsLast();
    processor.take(network);
    return new Upscaler(network, settings);
  }

  /** An upscaler with a network of any sizes, which is already where {@code settings} say. */
  public static Upscaler of(Compact network, Settings settings) {
    return new Upscaler(network, settings);
  }

  /** How many classes it tells apart. */
  public int classes() {
    return network.config().classes();
  }

  /**
   * Enlarges a picture.
   *
   * @param lowResolution one or three channels in [0, 1]
   * @param progress told after every tile; may cancel by throwing
   */
  public Result upscale(Image lowResolution, Progress progress) {
    return upscale(lowResolution, BlurCorrection.NONE, progress);
  }

  /**
   * Enlarges a picture whose blur somebody knows better; the result's map is the corrected one.
   *
   * @param lowResolution one or three channels in [0, 1]
   * @param progress told after every tile; may cancel by throwing
   * @throws InputException if the correction's map has another size
   */
  public Result upscale(Image lowResolution, BlurCorrection correction, Progress progress) {
    Image padded = Padding.toMultiple(rgb(lowResolution), network.multiple());
    Maps maps = estimate(padded, progress.part(0, 0.2));
    correct(maps, correction, lowResolution);
    Mosaic mosaic = new Mosaic(lowResolution, network.config().scale());
    restore(padded, maps, mosaic, progress.part(0.2, 0.95));
    Result result = finish(lowResolution, mosaic, maps);
    progress.report(1);
    return result;
  }

  private void correct(Maps maps, BlurCorrection correction, Image lowResolution) {
    int scale = settings.scale();
    float unit = network.config().scale() / (float) scale;
    correction.apply(maps, lowResolution.width(), lowResolution.height(), scale, unit);
  }

  private Maps estimate(Image padded, Progress progress) {
    Maps maps = Maps.empty(padded.width(), padded.height(), network.config().classes());
    forEachTile(
        padded,
        rules(ESTIMATOR_OVERLAP, ESTIMATOR_BYTES),
        progress,
        (tile, input) -> {
          Tensor[] estimates = network.estimate(input);
          maps.put(tile, Tensors.values(estimates[0]), Tensors.values(estimates[1]));
        });
    return maps;
  }

  private void restore(Image padded, Maps maps, Mosaic mosaic, Progress progress) {
    forEachTile(
        padded,
        rules(restorerOverlap(), RESTORER_BYTES),
        progress,
        (tile, input) -> {
          Tensor sigma = Tensors.of(maps.sigma(tile), 1, 1, tile.height(), tile.width());
          Tensor scores =
              Tensors.of(maps.scores(tile), 1, maps.scores().length, tile.height(), tile.width());
          Processor processor = settings.processor();
          mosaic.put(
              tile,
              Tensors.image(network.restore(input, processor.take(sigma), processor.take(scores))));
        });
  }

  /** Two convolutions a block, one at the head, the body's and the tail's end; one to spare. */
  private int restorerOverlap() {
    return 2 * network.config().restorerBlocks() + 4;
  }

  private Tiles.Rules rules(int overlap, int bytesPerPixel) {
    long pixels = Math.min(LARGEST_TILE, settings.memoryBytes() / bytesPerPixel);
    return new Tiles.Rules(network.multiple(), overlap, pixels);
  }

  private Result finish(Image lowResolution, Mosaic mosaic, Maps maps) {
    int width = lowResolution.width();
    int height = lowResolution.height();
    return new Result(
        mosaic.resized(width * settings.scale(), height * settings.scale()),
        scaled(maps.blurMap().crop(0, 0, width, height)),
        maps.labels().crop(0, 0, width, height));
  }

  /** Sigma in pixels of the output instead of the network's own. */
  private BlurMap scaled(BlurMap map) {
    float factor = settings.scale() / (float) network.config().scale();
    float[] sigma = map.sigma().clone();
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] *= factor;
    }
    return new BlurMap(map.width(), map.height(), sigma);
  }

  private static Image rgb(Image image) {
    return image.channels() == 3
        ? image
        : Image.of(image.width(), image.height(), image.plane(0), image.plane(0), image.plane(0));
  }

  /** Work on one tile, whose input is (1, 3, height, width). */
  private interface TileWork {
    void run(Tiles.Tile tile, Tensor input);
  }

  private void forEachTile(Image padded, Tiles.Rules rules, Progress progress, TileWork work) {
    List<Tiles.Tile> tiles = Tiles.of(padded.width(), padded.height(), rules);
    int done = 0;
    for (Tiles.Tile tile : tiles) {
      Image input = padded.crop(tile.x(), tile.y(), tile.width(), tile.height());
      Scope.run(() -> run(tile, input, work));
      progress.report(++done / (double) tiles.size());
    }
  }

  private void run(Tiles.Tile tile, Image input, TileWork work) {
    Processor processor = settings.processor();
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor tensor = processor.take(Tensors.channelsLast(Tensors.of(input)));
      settings.precision().run(processor, () -> work.run(tile, tensor));
    }
  }
}
