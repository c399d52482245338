package dev.clearer.infer;

import dev.clearer.image.BlurMap;
import dev.clearer.image.LabelMap;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Both maps of a picture, put together from tiles, band after band from the top. Of what is known
 * of the classes, the largest part by far, only the bands that are still read are kept. Tiles and
 * rows are the low-resolution picture's; the maps may have more pixels.
 */
final class Maps {
  private final int width;
  private final Form form;
  private final float[] sigma;
  private final byte[] labels;
  private final Deque<Classes> bands = new ArrayDeque<>();

  /**
   * What the maps of a network look like.
   *
   * @param scale their pixels per pixel of the low-resolution picture, either way
   * @param classes how many there are
   * @param indexed whether a single plane holds the index of the class, rather than a plane for
   *     every class its scores
   */
  record Form(int scale, int classes, boolean indexed) {
    /** How many planes say which class it is. */
    int planes() {
      return indexed ? 1 : classes;
    }
  }

  /** Rows of the maps in which the classes are known. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one run
  private record Classes(int y, int height, float[][] planes) {}

  /** Maps of a picture of that size, which say nothing yet. */
  Maps(int pictureWidth, int pictureHeight, Form form) {
    this.width = Math.multiplyExact(pictureWidth, form.scale);
    this.form = form;
    sigma = new float[Math.multiplyExact(width, Math.multiplyExact(pictureHeight, form.scale))];
    labels = new byte[sigma.length];
  }

  /** Begins a band; the tiles that are put next lie in it. */
  void begin(int y, int height) {
    int rows = height * form.scale;
    bands.add(new Classes(y * form.scale, rows, new float[form.planes()][rows * width]));
  }

  /** Copies what a tile keeps out of the planes that it computed, one after the other. */
  void put(Tiles.Tile lowResolution, float[] tileSigma, float[] tileClasses) {
    Tiles.Tile tile = lowResolution.times(form.scale);
    Classes band = bands.getLast();
    keep(tile, tileSigma, 0, sigma, 0);
    for (int k = 0; k < form.planes(); k++) {
      keep(tile, tileClasses, k * tile.width() * tile.height(), band.planes[k], band.y);
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

  /** The class of every pixel of a part of a row. */
  private void label(Classes band, int row, int left, int right) {
    for (int x = left; x < right; x++) {
      int i = (row - band.y) * width + x;
      labels[row * width + x] =
          (byte) (form.indexed ? (int) band.planes[0][i] : likeliest(band, i));
    }
  }

  private static int likeliest(Classes band, int i) {
    int best = 0;
    for (int k = 1; k < band.planes.length; k++) {
      best = band.planes[k][i] > band.planes[best][i] ? k : best;
    }
    return best;
  }

  /** Forgets the classes of all bands that end above {@code row}. */
  void forgetAbove(int row) {
    while (!bands.isEmpty() && bands.getFirst().y + bands.getFirst().height <= row * form.scale) {
      bands.removeFirst();
    }
  }

  /** Their pixels per pixel of the picture, either way. */
  int scale() {
    return form.scale;
  }

  /** Of the maps, in their own pixels. */
  int width() {
    return width;
  }

  /** Sigma in pixels of the network's result, row-major: may be changed. */
  float[] sigma() {
    return sigma;
  }

  /** What a tile reads of the blur. */
  float[] sigma(Tiles.Tile lowResolution) {
    Tiles.Tile tile = lowResolution.times(form.scale);
    float[] cut = new float[tile.width() * tile.height()];
    for (int row = 0; row < tile.height(); row++) {
      int source = (tile.y() + row) * width + tile.x();
      System.arraycopy(sigma, source, cut, row * tile.width(), tile.width());
    }
    return cut;
  }

  /** What a tile reads of the classes, plane after plane. */
  float[] classes(Tiles.Tile lowResolution) {
    Tiles.Tile tile = lowResolution.times(form.scale);
    int plane = tile.width() * tile.height();
    float[] cut = new float[form.planes() * plane];
    for (Classes band : bands) {
      int end = Math.min(tile.y() + tile.height(), band.y + band.height);
      for (int row = Math.max(tile.y(), band.y); row < end; row++) {
        int source = (row - band.y) * width + tile.x();
        int target = (row - tile.y()) * tile.width();
        for (int k = 0; k < form.planes(); k++) {
          System.arraycopy(band.planes[k], source, cut, k * plane + target, tile.width());
        }
      }
    }
    return cut;
  }

  /** Sigma of the picture at the upper left times {@code factor}; estimates below 0 are 0. */
  BlurMap blurMap(int pictureWidth, int pictureHeight, float factor) {
    int ownWidth = pictureWidth * form.scale;
    int ownHeight = pictureHeight * form.scale;
    float[] scaled = new float[ownWidth * ownHeight];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * Math.max(0, sigma[i / ownWidth * width + i % ownWidth]);
    }
    return new BlurMap(ownWidth, ownHeight, scaled);
  }

  /** The class of every pixel of the picture at the upper left. */
  LabelMap labels(int pictureWidth, int pictureHeight) {
    return new LabelMap(width, labels.length / width, labels)
        .crop(0, 0, pictureWidth * form.scale, pictureHeight * form.scale);
  }
}
