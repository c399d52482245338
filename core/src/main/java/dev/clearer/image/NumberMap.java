package dev.clearer.image;

/**
 * The numbers of a one-channel file as they are stored, without any meaning, such as depth or
 * disparity. Row-major, shared, not to be written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bits of each integer in the file; 0 if the file holds floating-point numbers
 * @param values {@code width * height} numbers; NaN and infinite ones are kept
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane that is never compared or copied
public record NumberMap(int width, int height, int bits, float[] values) {
  /** Checks the number of values. */
  public NumberMap {
    if (values.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          values.length + " values do not fill " + width + "x" + height);
    }
  }

  /** The number in row {@code y}, column {@code x}. */
  public float at(int y, int x) {
    return values[y * width + x];
  }
}
