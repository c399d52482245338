package dev.clearer.image;

/**
 * The integers of a one-channel file as they are stored, without any meaning: region numbers,
 * disparities. Row-major, shared, not to be written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code width * height} values, 0 to 65535
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane: compared by nobody, copied by nobody
public record RawMap(int width, int height, int[] values) {
  /** Checks the number of values. */
  public RawMap {
    if (values.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          values.length + " values do not fill " + width + "x" + height);
    }
  }

  /** The value in row {@code y}, column {@code x}. */
  public int at(int y, int x) {
    return values[y * width + x];
  }
}
