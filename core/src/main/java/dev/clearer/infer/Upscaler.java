package dev.clearer.infer;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.net.BlindSr;
import dev.clearer.net.Compact;
import dev.clearer.net.Identity;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Processor;
import dev.clearer.tensor.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Enlarges pictures of any size with a {@link Compact} network or the paper's, {@link BlindSr}.
 * Both maps are estimated tile by tile and put together, and the picture is restored tile by tile
 * with the whole picture's maps: see {@link Enlargement}. Tiles overlap by more than the compact
 * restorer sees, so that it computes what it would have computed on the whole picture; the compact
 * estimator sees farther, but hardly. The paper's network sees all that it is given: tiles come
 * close to what it makes of the whole picture, which takes a larger memory budget.
 */
public final class Upscaler {
  private static final String ONLY_ESTIMATOR =
      "These are weights of the paper's estimator alone (CMOS, stage 1), which restores no picture:"
          + " train stage 3, which joins it with stage 2, and name that run's model.safetensors.";

  private static final String ONLY_RESTORER =
      "These are weights of the paper's restorer alone (RRDB-SFT, stage 2), which must be told blur"
          + " and classes: train stage 3, which joins it with stage 1, and name that run's"
          + " model.safetensors.";

  private final Network network;
  private final TileNetwork tiles;
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
    /** The largest enlargement. */
    public static final int LARGEST_SCALE = 4;

    /** Checks the ranges. */
    public Settings {
      if (scale < 1 || scale > LARGEST_SCALE) {
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

    /**
     * Sigma in output pixels, as estimated: a pixel of the input each, or a pixel of the paper's
     * network's result.
     */
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

  private Upscaler(Network network, Settings settings) {
    this.network = network;
    this.settings = settings;
    tiles = new TileNetwork(network, settings);
  }

  /**
   * An upscaler with the given weights, of a compact network or of all the paper's stages in the
   * paper's sizes, with any number of classes; call it outside any scope.
   *
   * @throws InputException if they are others, or there is no such processor
   */
  public static Upscaler load(Weights weights, Settings settings) {
    return load(weights, null, settings);
  }

  /**
   * An upscaler with the given weights; call it outside any scope.
   *
   * @param sizes of the paper's network, where they are known: its weights do not tell them; where
   *     they are null or do not fit, they are the paper's
   * @throws InputException if the weights are neither those of a compact network nor of all the
   *     paper's stages in such sizes, or there is no such processor
   */
  public static Upscaler load(Weights weights, BlindSr.@Nullable Config sizes, Settings settings) {
    Processor processor = settings.processor().required();
    Network network =
        switch (Identity.kind(weights)) {
          case SYSTEM -> PaperNetwork.of(weights, sizes, processor);
          case ESTIMATOR -> throw new InputException(ONLY_ESTIMATOR);
          case RESTORER -> throw new InputException(ONLY_RESTORER);
          case COMPACT, OTHER -> CompactNetwork.of(weights, processor);
        };
    return new Upscaler(network, settings);
  }

  /** An upscaler with a network of any sizes, which is already where {@code settings} say. */
  public static Upscaler of(Compact network, Settings settings) {
    return new Upscaler(new CompactNetwork(network), settings);
  }

  /**
   * An upscaler with the same weights that takes the means of eight mirrored and turned views (the
   * geometric self-ensemble): better, in eight times the time.
   */
  public Upscaler ensemble() {
    return network instanceof SelfEnsemble
        ? this
        : new Upscaler(new SelfEnsemble(network), settings);
  }

  /** How many classes it tells apart. */
  public int classes() {
    return tiles.classes();
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
    return new Enlargement(lowResolution, settings.scale(), correction, tiles, progress);
  }
}
