package dev.clearer.infer;

import dev.clearer.model.MapSize;
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
      int x, int y, int width, int height, int keepX, int keepY, int keepWidth, int keepHeight) {
    /** The number of pixels that are read. */
    double pixels() {
      return (double) width * height;
    }

    /** The same part of maps of the picture. */
    Tile on(MapSize maps) {
      return new Tile(
          maps.of(x),
          maps.of(y),
          maps.of(width),
          maps.of(height),
          maps.of(keepX),
          maps.of(keepY),
          maps.of(keepWidth),
          maps.of(keepHeight));
    }
  }

  /**
   * The sizes that tiles go by.
   *
   * @param grid what is kept has sides and corners that are multiples of this, but where the
   *     picture ends
   * @param overlap read beyond what is kept on every side within the picture
   * @param mostPixels that a tile may read, if the grid allows
   */
  record Rules(int grid, int overlap, long mostPixels) {}

  /**
   * Tiles that keep every pixel of a picture exactly once, about equal in size, with as little read
   * twice as the rules allow.
   *
   * @param width of the picture
   * @param height of the picture
   */
  static List<Tile> of(int width, int height, Rules rules) {
    int bestWidth = rules.grid;
    int bestHeight = rules.grid;
    long least = Long.MAX_VALUE;
    for (int columns = 1; columns <= Math.max(1, width / rules.grid); columns++) {
      int keepWidth = side(width, columns, rules.grid);
      long lines = rules.mostPixels / read(keepWidth, width, rules.overlap);
      int keepHeight = tallest(height, lines, rules);
      long work = work(width, keepWidth, rules.overlap) * work(height, keepHeight, rules.overlap);
      if (keepHeight > 0 && work < least) {
        least = work;
        bestWidth = keepWidth;
        bestHeight = keepHeight;
      }
    }
    return of(width, height, bestWidth, bestHeight, rules.overlap);
  }

  /**
   * The middle of a picture, as large as {@code mostPixels} allow, its sides multiples of {@code
   * multiple}; of a picture that is smaller than that, all.
   */
  static Tile middle(int width, int height, long mostPixels, int multiple) {
    double share = Math.min(1, Math.sqrt(mostPixels / ((double) width * height)));
    int cutWidth = cut(width, share, multiple);
    int cutHeight = cut(height, share, multiple);
    int x = Math.max(0, (width - cutWidth) / 2);
    int y = Math.max(0, (height - cutHeight) / 2);
    return new Tile(x, y, cutWidth, cutHeight, x, y, cutWidth, cutHeight);
  }

  private static int cut(int side, double share, int multiple) {
    int most = share == 1 ? Padding.roundUp(side, multiple) : (int) (side * share);
    return Math.max(multiple, most / multiple * multiple);
  }

  /** The side of {@code count} tiles in a row. */
  private static int side(int size, int count, int grid) {
    return Padding.roundUp((size + count - 1) / count, grid);
  }

  /** The most of an axis that a tile reads. */
  private static int read(int keep, int size, int overlap) {
    return Math.min(size, keep + 2 * overlap);
  }

  /** The side to keep of which a tile reads at most {@code lines}; 0 if there is none. */
  private static int tallest(int size, long lines, Rules rules) {
    if (lines >= size) {
      return size;
    }
    long most = (lines - 2L * rules.overlap) / rules.grid * rules.grid;
    return most < rules.grid ? 0 : side(size, (int) ((size + most - 1) / most), rules.grid);
  }

  /** How much of an axis all tiles together read. */
  private static long work(int size, int keep, int overlap) {
    long inner = keep == 0 ? 0 : (size + keep - 1) / keep - 1;
    return size + 2L * overlap * inner;
  }

  private static List<Tile> of(int width, int height, int keepWidth, int keepHeight, int overlap) {
    List<Tile> tiles = new ArrayList<>();
    for (int y = 0; y < height; y += keepHeight) {
      for (int x = 0; x < width; x += keepWidth) {
        int right = Math.min(width, x + keepWidth);
        int bottom = Math.min(height, y + keepHeight);
        int left = Math.max(0, x - overlap);
        int top = Math.max(0, y - overlap);
        int readWidth = Math.min(width, right + overlap) - left;
        int readHeight = Math.min(height, bottom + overlap) - top;
        tiles.add(new Tile(left, top, readWidth, readHeight, x, y, right - x, bottom - y));
      }
    }
    return tiles;
  }
}
