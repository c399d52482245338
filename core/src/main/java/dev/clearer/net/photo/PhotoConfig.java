package dev.clearer.net.photo;

/**
 * Sizes of a {@link Photo} network.
 *
 * @param width channels of the trunk, 1 to 1024
 * @param estimatorBlocks residual blocks before the maps are read off, 1 to 100
 * @param restorerBlocks residual blocks after them, each modulated by the maps, 1 to 100
 * @param known channels of what the maps become before they modulate, 0 to 1024; 0: the restorer is
 *     told nothing (the control of experiments)
 * @param classes number of classes, 1 to 255
 */
public record PhotoConfig(
    int width, int estimatorBlocks, int restorerBlocks, int known, int classes) {
  private static final int WIDEST = 1024;
  private static final int MOST_BLOCKS = 100;
  private static final int MOST_CLASSES = 255;

  /** Checks the ranges. */
  public PhotoConfig {
    require("width", width, 1, WIDEST);
    require("estimatorBlocks", estimatorBlocks, 1, MOST_BLOCKS);
    require("restorerBlocks", restorerBlocks, 1, MOST_BLOCKS);
    require("known", known, 0, WIDEST);
    require("classes", classes, 1, MOST_CLASSES);
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
