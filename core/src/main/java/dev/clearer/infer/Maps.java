package dev.clearer.infer;

import dev.clearer.image.BlurMap;
import dev.clearer.image.LabelMap;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Both maps of a picture at low-resolution size, put together from tiles, band after band from the
 * top. Of the class scores, the largest part by far, only the bands that are still read are kept.
 */
final class Maps {
  private final int width;
  private final int classes;
  private final float[] sigma;
  private final byte[] labels;
  private final Deque<Scores> bands = new ArrayDeque<>();

  /** Rows of class scores, a plane a class. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one run
  private record Scores(int y, int height, float[][] planes) {}

  /** Maps of that size, which say nothing yet. */
  Maps(int width, int height, int classes) {
    this.width = width;
    this.classes = classes;
    sigma = new float[Math.multiplyExact(width, height)];
    labels = new byte[sigma.length];
  }

  /** Begins a band; the tiles that are put next lie in it. */
  void begin(int y, int height) {
    bands.add(new Scores(y, height, new float[classes][height * width]));
  }

  /** Copies what a tile keeps out of the planes that it computed, one after the other. */
  void put(Tiles.Tile tile, float[] tileSigma, float[] tileScores) {
    Scores band = bands.getLast();
    keep(tile, tileSigma, 0, sigma, 0);
    for (int k = 0; k < classes; k++) {
      keep(tile, tileScores, k * tile.width() * tile.height(), band.planes[k], band.y);
    }
    for (int row = tile.keepY(); row < tile.keepY() + tile.keepHeight(); row++) {
      label(band, row, tile.keepX(), tile.keepX() + tile.keepWidth());
    }
  }

  private void keep(Tiles.Tile tile, float[] from, int offset, float[] to, int firstRow) {
    for (int row = 0; row < tile.keepHeight(); row++) {
      int source =
          offset + (tile.keepY() - tile.y() + row) * tile.width() + tile.keepX() - tile.x();
      int target = (tile.keepY() + row - firstRow) * width + tile.keepX();
      System.arraycopy(from, source, to, target, tile.keepWidth());
    }
  }

  /** The likeliest class of every pixel of a part of a row. */
  private void label(Scores band, int row, int left, int right) {
    for (int x = left; x < right; x++) {
      int i = (row - band.y) * width + x;
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = band.planes[k][i] > band.planes[best][i] ? k : best;
      }
      labels[row * width + x] = (byte) best;
    }
  }

  /** Forgets the scores of all bands that end above {@code row}. */
  void forgetAbove(int row) {
    while (!bands.isEmpty() && bands.getFirst().y + bands.getFirst().height <= row) {
      bands.removeFirst();
    }
  }

  int width() {
    return width;
  }

  /** Sigma in high-resolution pixels, row-major: may be changed. */
  float[] sigma() {
    return sigma;
  }

  /** What a tile reads of the blur. */
  float[] sigma(Tiles.Tile tile) {
    float[] cut = new float[tile.width() * tile.height()];
    for (int row = 0; row < tile.height(); row++) {
      int source = (tile.y() + row) * width + tile.x();
      System.arraycopy(sigma, source, cut, row * tile.width(), tile.width());
    }
    return cut;
  }

  /** What a tile reads of the scores, plane after plane. */
  float[] scores(Tiles.Tile tile) {
    int plane = tile.width() * tile.height();
    float[] cut = new float[classes * plane];
    for (Scores band : bands) {
      int end = Math.min(tile.y() + tile.height(), band.y + band.height);
      for (int row = Math.max(tile.y(), band.y); row < end; row++) {
        int source = (row - band.y) * width + tile.x();
        int target = (row - tile.y()) * tile.width();
        for (int k = 0; k < classes; k++) {
          System.arraycopy(band.planes[k], source, cut, k * plane + target, tile.width());
        }
      }
    }
    return cut;
  }

  /** Sigma of the picture at the upper left times {@code factor}; estimates below 0 are 0. */
  BlurMap blurMap(int pictureWidth, int pictureHeight, float factor) {
    float[] scaled = new float[pictureWidth * pictureHeight];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * Math.max(0, sigma[i / pictureWidth * width + i % pictureWidth]);
    }
    return new BlurMap(pictureWidth, pictureHeight, scaled);
  }

  /** The likeliest class of every pixel of the picture at the upper left. */
  LabelMap labels(int pictureWidth, int pictureHeight) {
    return new LabelMap(width, labels.length / width, labels)
        .crop(0, 0, pictureWidth, pictureHeight);
  }
}
