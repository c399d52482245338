package dev.clearer.image;

/**
 * How far away every pixel is, in millimetres; 0 where nobody knows. Row-major, shared, not to be
 * written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param millimetres {@code width * height} values, each finite and at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane: compared by nobody, copied by nobody
public record DepthMap(int width, int height, float[] millimetres) {
  /** Checks the number of values. */
  public DepthMap {
    if (millimetres.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          millimetres.length + " values do not fill " + width + "x" + height);
    }
  }

  /** Depth in row {@code y}, column {@code x}. */
  public float at(int y, int x) {
    return millimetres[y * width + x];
  }

  /** The rectangle whose upper left corner is (x, y). */
  public DepthMap crop(int x, int y, int cropWidth, int cropHeight) {
    return new DepthMap(
        cropWidth,
        cropHeight,
        Planes.crop(millimetres, width, height, x, y, cropWidth, cropHeight));
  }
}
