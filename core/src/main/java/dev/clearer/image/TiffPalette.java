package dev.clearer.image;

import dev.clearer.image.Reading.DamagedException;
import java.util.Arrays;

/**
 * The palette of a TIFF file: all reds, then all greens, then all blues.
 *
 * @param map of 16 bits or, as some writers have it against the rules, of 8
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record TiffPalette(long[] map) {
  private int colours() {
    return map.length / 3;
  }

  private float white() {
    return Arrays.stream(map).allMatch(value -> value < 256) ? 255 : 65535;
  }

  /** Whether 8 bits are too few for its colours. */
  boolean isDeep() {
    return white() > 255
        && Arrays.stream(map).anyMatch(value -> value % 257 != 0 && value % 256 != 0);
  }

  /**
   * The colours of pixels.
   *
   * @param inColour whether a palette of greys gives three planes all the same
   */
  float[][] look(float[] indices, boolean inColour) throws DamagedException {
    float[][] planes = new float[!inColour && isGrey() ? 1 : 3][indices.length];
    float white = white();
    // 8 bits in the upper half of 16 are white at 0xff00.
    float most = white > 255 && Arrays.stream(map).allMatch(v -> v % 256 == 0) ? 0xff00 : white;
    for (int i = 0; i < indices.length; i++) {
      int index = (int) indices[i];
      if (index >= colours()) {
        throw new DamagedException("a pixel's colour is not in its palette");
      }
      for (int c = 0; c < planes.length; c++) {
        planes[c][i] = map[c * colours() + index] / most;
      }
    }
    return planes;
  }

  private boolean isGrey() {
    for (int i = 0; i < colours(); i++) {
      if (map[i] != map[colours() + i] || map[i] != map[2 * colours() + i]) {
        return false;
      }
    }
    return true;
  }
}
