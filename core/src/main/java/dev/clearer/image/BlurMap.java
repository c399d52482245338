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

  /** Mean sigma. */
  public double mean() {
    double sum = 0;
    for (float value : sigma) {
      sum += value;
    }
    return sum / sigma.length;
  }

  /** Greatest sigma. */
  public double greatest() {
    float greatest = 0;
    for (float value : sigma) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }

  /** Its rows from the top. */
  public Rows rows() {
    return Image.of(width, height, sigma).rows();
  }

  /** The rectangle whose upper left corner is (x, y). */
  public BlurMap crop(int x, int y, int cropWidth, int cropHeight) {
    return new BlurMap(
        cropWidth, cropHeight, Planes.crop(sigma, width, height, x, y, cropWidth, cropHeight));
  }
}
