package dev.clearer.image;

import java.util.Arrays;

/**
 * The class index of every pixel, 0 to 254; {@link #IGNORE} where there is none. Row-major bytes,
 * unsigned, shared, not to be written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param classes {@code width * height} values
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane: compared by nobody, copied by nobody
public record LabelMap(int width, int height, byte[] classes) {
  /** The index of a pixel whose class nobody knows; losses and measures leave it out. */
  public static final int IGNORE = 255;

  /** Checks the number of values. */
  public LabelMap {
    if (classes.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          classes.length + " values do not fill " + width + "x" + height);
    }
  }

  /** A map without a single known class. */
  public static LabelMap unknown(int width, int height) {
    byte[] classes = new byte[Math.multiplyExact(width, height)];
    Arrays.fill(classes, (byte) IGNORE);
    return new LabelMap(width, height, classes);
  }

  /** The same map, but classes from {@code count} on count as unknown. */
  public LabelMap below(int count) {
    byte[] known = classes.clone();
    for (int i = 0; i < known.length; i++) {
      known[i] = (known[i] & 0xff) < count ? known[i] : (byte) IGNORE;
    }
    return new LabelMap(width, height, known);
  }

  /** Class index in row {@code y}, column {@code x}: 0 to 255. */
  public int at(int y, int x) {
    return classes[y * width + x] & 0xff;
  }

  /** The rectangle whose upper left corner is (x, y). */
  public LabelMap crop(int x, int y, int cropWidth, int cropHeight) {
    Planes.requireInside(width, height, x, y, cropWidth, cropHeight);
    byte[] cropped = new byte[cropWidth * cropHeight];
    for (int row = 0; row < cropHeight; row++) {
      System.arraycopy(classes, (y + row) * width + x, cropped, row * cropWidth, cropWidth);
    }
    return new LabelMap(cropWidth, cropHeight, cropped);
  }
}
