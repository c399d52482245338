package dev.clearer.data;

import dev.clearer.image.DepthMap;

/**
 * The depth of a whole picture, measured or random, computed only for the pixels that are read.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
public record DepthField(int width, int height, Depths depths) {
  /** Depth in millimetres, over 0; always the same at the same place. */
  public interface Depths {
    float at(int x, int y);
  }

  /** The depth of the whole picture. */
  public DepthMap whole() {
    return crop(0, 0, width, height);
  }

  /** The depth of a rectangle within the picture; its upper left corner is (left, top). */
  public DepthMap crop(int left, int top, int cropWidth, int cropHeight) {
    float[] millimetres = new float[cropWidth * cropHeight];
    for (int i = 0, y = top; y < top + cropHeight; y++) {
      for (int x = left; x < left + cropWidth; x++) {
        millimetres[i++] = depths.at(x, y);
      }
    }
    return new DepthMap(cropWidth, cropHeight, millimetres);
  }

  /**
   * The depth at the centre of every square of {@code side} pixels: a sample of the whole picture.
   */
  public DepthMap sparse(int side) {
    int columns = (width + side - 1) / side;
    int rows = (height + side - 1) / side;
    float[] millimetres = new float[columns * rows];
    for (int i = 0; i < millimetres.length; i++) {
      int row = i / columns;
      int x = Math.min(width - 1, i % columns * side + side / 2);
      millimetres[i] = depths.at(x, Math.min(height - 1, row * side + side / 2));
    }
    return new DepthMap(columns, rows, millimetres);
  }
}
