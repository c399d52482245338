package dev.clearer.infer;

import dev.clearer.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.pytorch.Tensor;

/** Several planes of a map, of which only the bands are kept that are still read. */
final class Strip {
  private final int width;
  private final int channels;
  private final Deque<Band> bands = new ArrayDeque<>();

  @SuppressWarnings("ArrayRecordComponent") // lives within one run
  private record Band(int y, int height, float[][] planes) {}

  Strip(int width, int channels) {
    this.width = width;
    this.channels = channels;
  }

  /** Begins a band; the tiles that are put next lie in it. */
  void begin(int y, int height) {
    bands.add(new Band(y, height, new float[channels][Math.multiplyExact(height, width)]));
  }

  /** Copies what a tile keeps out of the planes that were made of it, one after the other. */
  void put(Tiles.Tile tile, float[] planes) {
    Band band = bands.getLast();
    for (int c = 0; c < channels; c++) {
      int offset = c * tile.width() * tile.height();
      copy(tile, planes, offset, band.planes[c], band.y, width);
    }
  }

  /** Copies what {@code tile} keeps into a plane whose first row is {@code firstRow}. */
  static void copy(Tiles.Tile tile, float[] from, int offset, float[] to, int firstRow, int width) {
    for (int row = 0; row < tile.keepHeight(); row++) {
      int source =
          offset + (tile.keepY() - tile.y() + row) * tile.width() + tile.keepX() - tile.x();
      int target = (tile.keepY() + row - firstRow) * width + tile.keepX();
      System.arraycopy(from, source, to, target, tile.keepWidth());
    }
  }

  /** Forgets all bands that end above {@code row}. */
  void forgetAbove(int row) {
    while (!bands.isEmpty() && bands.getFirst().y + bands.getFirst().height <= row) {
      bands.removeFirst();
    }
  }

  /** What a tile reads: (1, channels, height, width). */
  Tensor of(Tiles.Tile tile) {
    int plane = tile.width() * tile.height();
    float[] cut = new float[channels * plane];
    for (Band band : bands) {
      int end = Math.min(tile.y() + tile.height(), band.y + band.height);
      for (int row = Math.max(tile.y(), band.y); row < end; row++) {
        int source = (row - band.y) * width + tile.x();
        int target = (row - tile.y()) * tile.width();
        for (int c = 0; c < channels; c++) {
          System.arraycopy(band.planes[c], source, cut, c * plane + target, tile.width());
        }
      }
    }
    return Tensors.of(cut, 1, channels, tile.height(), tile.width());
  }
}
