package dev.clearer.net.compact;

import dev.clearer.tensor.Weights;

/**
 * Sizes of {@link Compact}.
 *
 * @param scale enlargement, 1 to 4
 * @param classes semantic classes, 1 to 254
 * @param estimator sizes of the estimator
 * @param restorer sizes of the restorer
 */
public record CompactConfig(int scale, int classes, Estimator estimator, Restorer restorer) {
  private static final int WIDEST = 512;
  private static final int MOST_BLOCKS = 100;

  /** Checks the ranges. */
  public CompactConfig {
    if (scale < 1 || scale > 4 || classes < 1 || classes > 254) {
      throw new IllegalArgumentException("scale must be 1 to 4 and classes 1 to 254");
    }
  }

  /** How the two tasks interact. */
  public enum Interaction {
    /** Grouping Interactive Attention. */
    GIA,
    /** Each task adds a convolution of both tasks' features to its own: the baseline for GIA. */
    CONCATENATION
  }

  /** The maps that the restorer gets. */
  public enum Prior {
    /** Blur and classes. */
    BLUR_AND_CLASSES,
    /** Blur alone. */
    BLUR,
    /** None: the baseline for the other two. */
    NONE
  }

  /** What the restorer's residual is added to. */
  public enum Base {
    /** A bicubic enlargement. */
    BICUBIC,
    /** The best linear enlargement for the given blur. */
    WIENER
  }

  /**
   * Sizes of the estimator.
   *
   * @param width channels at half the size (twice as many at a quarter and an eighth)
   * @param blocks residual blocks at a quarter of the size
   * @param contextBlocks residual blocks at an eighth of the size; 0 leaves that level out
   * @param streamWidth channels of each task's stream, a multiple of {@code groups}
   * @param groups groups of the channel attention
   * @param window side of the attention's windows in pixels of half the size, even; a multiple of 4
   *     with context blocks
   * @param interaction how the streams interact
   */
  public record Estimator(
      int width,
      int blocks,
      int contextBlocks,
      int streamWidth,
      int groups,
      int window,
      Interaction interaction) {
    /** Checks the ranges. */
    public Estimator {
      requireWidth(width);
      requireWidth(streamWidth);
      requireBlocks(blocks);
      requireBlocks(contextBlocks);
      if (groups < 1 || streamWidth % groups != 0 || window < 2 || window % 2 != 0) {
        throw new IllegalArgumentException(
            "streamWidth must be a multiple of groups, window even and positive");
      }
      if (contextBlocks > 0 && window % 4 != 0) {
        throw new IllegalArgumentException("with contextBlocks, window must be a multiple of 4");
      }
    }
  }

  /**
   * Sizes of the restorer.
   *
   * @param width channels
   * @param blocks residual blocks
   * @param prior the maps that it gets
   * @param base what its residual is added to; {@code WIENER} needs a prior
   */
  public record Restorer(int width, int blocks, Prior prior, Base base) {
    /** Checks the ranges. */
    public Restorer {
      requireWidth(width);
      requireBlocks(blocks);
      if (base == Base.WIENER && prior == Prior.NONE) {
        throw new IllegalArgumentException(
            "base WIENER must be told the blur: set prior to BLUR, or base to BICUBIC");
      }
    }
  }

  private static void requireWidth(int width) {
    if (width < 1 || width > WIDEST) {
      throw new IllegalArgumentException("widths must be 1 to " + WIDEST + ", not " + width);
    }
  }

  private static void requireBlocks(int blocks) {
    if (blocks < 0 || blocks > MOST_BLOCKS) {
      throw new IllegalArgumentException("blocks must be 0 to " + MOST_BLOCKS + ", not " + blocks);
    }
  }

  /** The sizes in {@code configs/compact-x4.yml}: scale 4, CamVid's eleven classes. */
  public static CompactConfig standard() {
    return new CompactConfig(
        4,
        11,
        new Estimator(48, 3, 3, 32, 4, 8, Interaction.GIA),
        new Restorer(64, 12, Prior.BLUR_AND_CLASSES, Base.WIENER));
  }

  /**
   * Infers the sizes of the network that {@code weights} belong to from names and shapes.
   *
   * @throws dev.clearer.InputException if a tensor is missing
   * @throws IllegalArgumentException if the sizes are out of range
   */
  public static CompactConfig of(Weights weights) {
    return new CompactSizes(weights).config();
  }
}
