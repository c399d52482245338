package dev.clearer.infer;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a picture into overlapping tiles whose corners lie on a grid, so that a network's attention
 * windows fall where they fall in the whole picture.
 */
final class Tiles {
  private Tiles() {}

  /**
   * What is read and what of it is kept, in pixels of the picture.
   *
   * @param x left edge of what is read
   * @param y upper edge of what is read
   * @param width of what is read
   * @param height of what is read
   * @param keepX left edge of what is kept
   * @param keepY upper edge of what is kept
   * @param keepWidth of what is kept
   * @param keepHeight of what is kept
   */
  record Tile(
      int x, int y, int width, int height, int keepX, int keepY, int keepWidth, int keepHeight) {}

  /**
   * Tiles that keep every pixel of a picture exactly once.
   *
   * @param width of the picture, a multiple of {@code grid}
   * @param height of the picture, a multiple of {@code grid}
   * @param side of what is kept, a multiple of {@code grid}
   * @param overlap read beyond it on every side within the picture, a multiple of {@code grid}
   */
  static List<Tile> of(int width, int height, int side, int overlap) {
    List<Tile> tiles = new ArrayList<>();
    for (int y = 0; y < height; y += side) {
      for (int x = 0; x < width; x += side) {
        int keepWidth = Math.min(side, width - x);
        int keepHeight = Math.min(side, height - y);
        int left = Math.max(0, x - overlap);
        int top = Math.max(0, y - overlap);
        int right = Math.min(width, x + keepWidth + overlap);
        int bottom = Math.min(height, y + keepHeight + overlap);
        tiles.add(new Tile(left, top, right - left, bottom - top, x, y, keepWidth, keepHeight));
      }
    }
    return tiles;
  }
}
