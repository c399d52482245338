package dev.clearer.image;

import java.util.Arrays;

/**
 * A square blur kernel of any size, row-major, in double precision. Weights may be negative (spline
 * shifts and bicubic down-sampling make them so) and need not sum to 1. Immutable.
 */
public final class BlurKernel {
  private final int size;
  private final double[] weights;

  private BlurKernel(int size, double[] weights) {
    this.size = size;
    this.weights = weights;
  }

  /**
   * A kernel of the given weights, row-major, as they are.
   *
   * @throws IllegalArgumentException if they do not fill {@code size} x {@code size} or one is not
   *     finite
   */
  public static BlurKernel of(int size, double... weights) {
    if (size < 1 || weights.length != Math.multiplyExact(size, size)) {
      throw new IllegalArgumentException(weights.length + " weights do not fill size " + size);
    }
    if (!Arrays.stream(weights).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a kernel's weights must be finite");
    }
    return new BlurKernel(size, weights.clone());
  }

  /** The kernel that changes nothing: 1 at {@code size / 2} in both axes, 0 elsewhere. */
  public static BlurKernel delta(int size) {
    double[] weights = new double[Math.multiplyExact(size, size)];
    weights[size / 2 * size + size / 2] = 1;
    return of(size, weights);
  }

  /**
   * Where a kernel's mass lies, in pixels from the middle of the upper left element.
   *
   * @param y row
   * @param x column
   */
  public record Centre(double y, double x) {}

  /** Width and height in pixels. */
  public int size() {
    return size;
  }

  /** The weight in row {@code y}, column {@code x}. */
  public double at(int y, int x) {
    return weights[y * size + x];
  }

  /** A copy of all weights, row-major. */
  public double[] weights() {
    return weights.clone();
  }

  /** A copy of all weights as floats, row-major. */
  public float[] floats() {
    float[] floats = new float[weights.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) weights[i];
    }
    return floats;
  }

  /** The sum of the weights. */
  public double sum() {
    return Arrays.stream(weights).sum();
  }

  /**
   * The kernel divided by its sum.
   *
   * @throws IllegalArgumentException if the sum is 0
   */
  public BlurKernel normalised() {
    double sum = sum();
    if (sum == 0) {
      throw new IllegalArgumentException("a kernel whose weights sum to 0 cannot be normalised");
    }
    return new BlurKernel(size, Arrays.stream(weights).map(weight -> weight / sum).toArray());
  }

  /** The kernel turned by 180 degrees: convolution with one is correlation with the other. */
  public BlurKernel flipped() {
    double[] flipped = new double[weights.length];
    for (int i = 0; i < flipped.length; i++) {
      flipped[i] = weights[weights.length - 1 - i];
    }
    return new BlurKernel(size, flipped);
  }

  /** The kernel with {@code margin} more zeros on every side, or as many fewer elements. */
  public BlurKernel padded(int margin) {
    int padded = size + 2 * margin;
    double[] result = new double[Math.multiplyExact(padded, padded)];
    for (int y = Math.max(0, -margin); y < size - Math.max(0, -margin); y++) {
      for (int x = Math.max(0, -margin); x < size - Math.max(0, -margin); x++) {
        result[(y + margin) * padded + x + margin] = at(y, x);
      }
    }
    return of(padded, result);
  }

  /** The centre of mass. */
  public Centre centre() {
    Moments moments = Moments.of(this);
    return new Centre(moments.meanY(), moments.meanX());
  }

  /**
   * The sigma of the isotropic Gaussian of equal second moment, in pixels: the root of the mean
   * variance of both axes about the kernel's own centre. 0 where negative weights make the variance
   * negative.
   */
  public double sigma() {
    Moments moments = Moments.of(this);
    return Math.sqrt(Math.max(0, (moments.varianceY() + moments.varianceX()) / 2));
  }

  /** The Gaussian of equal second moments. */
  public Gaussian gaussian() {
    return Moments.of(this).gaussian();
  }

  /**
   * Moves the kernel so that pictures keep their place when it blurs them and every {@code
   * scale}-th pixel is kept, starting with the first: its centre of mass comes to {@code size / 2 +
   * (scale - size mod 2) / 2}, where pixel i of the small picture means the same place as bicubic
   * down-scaling gives it. The kernel is zero-padded first (by the whole pixels of the shift and
   * one more on every side) and moved by cubic spline interpolation, so that small negative weights
   * appear and the sum is only nearly that of before.
   *
   * @param scale whole-numbered down-scaling factor
   */
  public BlurKernel centredFor(int scale) {
    double wanted = Math.floorDiv(size, 2) + 0.5 * (scale - size % 2);
    Centre centre = centre();
    double down = wanted - centre.y();
    double right = wanted - centre.x();
    int margin = (int) Math.ceil(Math.max(Math.abs(down), Math.abs(right))) + 1;
    return SplineShift.shifted(padded(margin), down, right);
  }

  @Override
  public String toString() {
    return "kernel %dx%d, sum %.4f, sigma %.3f".formatted(size, size, sum(), sigma());
  }
}
