package dev.clearer.infer;

import dev.clearer.image.BlurMap;
import dev.clearer.image.LabelMap;

/**
 * Both maps of a whole picture at low-resolution size, put together from tiles.
 *
 * @param width of the low-resolution picture
 * @param height of the low-resolution picture
 * @param sigma blur in high-resolution pixels, row-major
 * @param scores one row-major plane of scores a class
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one run
record Maps(int width, int height, float[] sigma, float[][] scores) {
  static Maps empty(int width, int height, int classes) {
    int pixels = Math.multiplyExact(width, height);
    return new Maps(width, height, new float[pixels], new float[classes][pixels]);
  }

  /** Copies what a tile keeps out of the planes that it computed, one after the other. */
  void put(Tiles.Tile tile, float[] tileSigma, float[] tileScores) {
    keep(tile, tileSigma, 0, sigma);
    for (int k = 0; k < scores.length; k++) {
      keep(tile, tileScores, k * tile.width() * tile.height(), scores[k]);
    }
  }

  private void keep(Tiles.Tile tile, float[] from, int offset, float[] to) {
    for (int row = 0; row < tile.keepHeight(); row++) {
      int source =
          offset + (tile.keepY() - tile.y() + row) * tile.width() + tile.keepX() - tile.x();
      System.arraycopy(
          from, source, to, (tile.keepY() + row) * width + tile.keepX(), tile.keepWidth());
    }
  }

  /** What a tile reads of the blur. */
  float[] sigma(Tiles.Tile tile) {
    float[] cut = new float[tile.width() * tile.height()];
    cut(tile, sigma, cut, 0);
    return cut;
  }

  /** What a tile reads of the scores, plane after plane. */
  float[] scores(Tiles.Tile tile) {
    int plane = tile.width() * tile.height();
    float[] cut = new float[scores.length * plane];
    for (int k = 0; k < scores.length; k++) {
      cut(tile, scores[k], cut, k * plane);
    }
    return cut;
  }

  private void cut(Tiles.Tile tile, float[] from, float[] to, int offset) {
    for (int row = 0; row < tile.height(); row++) {
      System.arraycopy(
          from, (tile.y() + row) * width + tile.x(), to, offset + row * tile.width(), tile.width());
    }
  }

  /** The blur as a map; estimates below 0 are 0. */
  BlurMap blurMap() {
    float[] clamped = new float[sigma.length];
    for (int i = 0; i < clamped.length; i++) {
      clamped[i] = Math.max(0, sigma[i]);
    }
    return new BlurMap(width, height, clamped);
  }

  /** The likeliest class of every pixel. */
  LabelMap labels() {
    byte[] classes = new byte[sigma.length];
    for (int i = 0; i < classes.length; i++) {
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k][i] > scores[best][i] ? k : best;
      }
      classes[i] = (byte) best;
    }
    return new LabelMap(width, height, classes);
  }
}
