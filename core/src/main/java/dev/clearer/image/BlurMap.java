package dev.clearer.image;

/**
 * How blurred every pixel is: the sigma of a Gaussian, in pixels of the high-resolution picture, 0
 * where it is sharp. Row-major, shared, not to be written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param sigma {@code width * height} values, each finite and at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane: compared by nobody, copied by nobody
public record BlurMap(int width, int height, float[] sigma) {
  /** Checks the number of values. */
  public BlurMap {
    if (sigma.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          sigma.length + " values do not fill " + width + "x" + height);
    }
  }

  /** Sigma in row {@code y}, column {@code x}. */
  public float at(int y, int x) {
    return sigma[y * width + x];
  }

  /** The rectangle whose upper left corner is (x, y). */
  public BlurMap crop(int x, int y, int cropWidth, int cropHeight) {
    return new BlurMap(
        cropWidth, cropHeight, Planes.crop(sigma, width, height, x, y, cropWidth, cropHeight));
  }
}
