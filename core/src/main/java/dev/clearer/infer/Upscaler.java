package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.net.Compact;
import dev.clearer.net.CompactConfig;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Weights;

/**
 * Enlarges pictures of any size with a {@link Compact} network. Both maps are estimated tile by
 * tile and put together, and the picture is restored tile by tile with the whole picture's maps:
 * see {@link Enlargement}. Tiles overlap by more than the restorer sees, so that it computes what
 * it would have computed on the whole picture; the estimator sees farther, but hardly.
 */
public final class Upscaler {
  private final TileNetwork network;
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

  private Upscaler(TileNetwork network, Settings settings) {
    this.network = network;
    this.settings = settings;
  }

  /**
   * An upscaler with the given weights; call it outside any scope.
   *
   * @throws InputException if they are not those of a compact network, or there is no such
   *     processor
   */
  public static Upscaler load(Weights weights, Settings settings) {
    Processor processor = settings.processor().required();
    Compact network = new Compact(CompactConfig.of(weights));
    weights.apply(network);
    network.channelsLast();
    processor.take(network);
    return new Upscaler(new TileNetwork(network, settings), settings);
  }

  /** An upscaler with a network of any sizes, which is already where {@code settings} say. */
  public static Upscaler of(Compact network, Settings settings) {
    return new Upscaler(new TileNetwork(network, settings), settings);
  }

  /** How many classes it tells apart. */
  public int classes() {
    return network.classes();
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
    Enlargement enlargement = begin(lowResolution, correction, progress);
    Image picture = enlargement.rows().image();
    return new Result(picture, enlargement.blur(), enlargement.labels());
  }

  /**
   * Begins to enlarge a picture that is too large to be held whole: the work is done as its rows
   * are taken.
   *
   * @param lowResolution one or three channels in [0, 1]
   * @param progress told after every tile; may cancel by throwing
   * @throws InputException if the correction's map has another size
   */
  public Enlargement begin(Image lowResolution, BlurCorrection correction, Progress progress) {
    return new Enlargement(lowResolution, settings.scale(), correction, network, progress);
  }
}
