package dev.clearer.measure;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;

/**
 * Quality measures with a reference. Pictures are compared as in the super-resolution literature:
 * rounded to 8 bits, then converted to BT.601 luma (16 to 235), peak 255.
 */
public final class Quality {
  private Quality() {}

  /**
   * Peak signal-to-noise ratio of the luma in dB, infinite for equal pictures.
   *
   * @param border width in pixels of the border that is ignored
   */
  public static double psnrY(Image reference, Image distorted, int border) {
    return psnr(luma(reference, border), luma(distorted, border), 255);
  }

  /**
   * Squared differences of the luma (peak 255 * 255), row-major, without the border.
   *
   * @param border width in pixels of the border that is ignored
   */
  public static double[] squaredErrorsY(Image reference, Image distorted, int border) {
    Plane a = luma(reference, border);
    Plane b = luma(distorted, border);
    requireSame(a, b);
    double[] squares = new double[a.values.length];
    for (int i = 0; i < squares.length; i++) {
      double difference = a.values[i] - b.values[i];
      squares[i] = difference * difference;
    }
    return squares;
  }

  /** PSNR in dB of a mean squared error of 8-bit values; infinite for 0. */
  public static double psnr(double meanSquaredError) {
    return 10 * Math.log10(255.0 * 255 / meanSquaredError);
  }

  /**
   * Mean structural similarity of the luma (11x11 Gaussian window of sigma 1.5, valid region only),
   * at most 1.
   *
   * @param border width in pixels of the border that is ignored
   */
  public static double ssimY(Image reference, Image distorted, int border) {
    return StructuralSimilarity.mean(luma(reference, border), luma(distorted, border), 255);
  }

  /**
   * Peak signal-to-noise ratio of blur maps in dB, both divided by (kernel size - 1) / 4, peak 1.
   *
   * @param kernelSize the largest circle of confusion in pixels: 21 for NYUv2-BSR, 61 for
   *     Cityscapes-BSR
   */
  public static double psnrBlur(BlurMap truth, BlurMap estimate, int kernelSize) {
    return psnr(plane(truth), plane(estimate), largestSigma(kernelSize));
  }

  /**
   * Mean structural similarity of blur maps, both divided by (kernel size - 1) / 4, peak 1.
   *
   * @param kernelSize the largest circle of confusion in pixels
   */
  public static double ssimBlur(BlurMap truth, BlurMap estimate, int kernelSize) {
    return StructuralSimilarity.mean(plane(truth), plane(estimate), largestSigma(kernelSize));
  }

  /** Mean absolute error of sigma, in pixels. */
  public static double maeBlur(BlurMap truth, BlurMap estimate) {
    double[] a = plane(truth).values;
    double[] b = plane(estimate).values;
    requireSame(plane(truth), plane(estimate));
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  /**
   * Spearman's rank correlation of two blur maps; ties get their mean rank. NaN if either map is
   * constant.
   */
  public static double spearmanBlur(BlurMap truth, BlurMap estimate) {
    requireSame(plane(truth), plane(estimate));
    return Ranks.correlation(truth.sigma(), estimate.sigma());
  }

  /** One plane of doubles. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  record Plane(int width, int height, double[] values) {}

  private static double largestSigma(int kernelSize) {
    if (kernelSize < 2) {
      throw new IllegalArgumentException("a kernel size of " + kernelSize);
    }
    return (kernelSize - 1) / 4.0;
  }

  static Plane plane(BlurMap map) {
    double[] values = new double[map.sigma().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = map.sigma()[i];
    }
    return new Plane(map.width(), map.height(), values);
  }

  /** BT.601 luma of a picture rounded to 8 bits, divided by 255. */
  static Image lumaOf(Image image) {
    Plane luma = luma(image, 0);
    float[] plane = new float[luma.values.length];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) (luma.values[i] / 255);
    }
    return Image.of(image.width(), image.height(), plane);
  }

  private static Plane luma(Image image, int border) {
    Image inner =
        image.crop(border, border, image.width() - 2 * border, image.height() - 2 * border);
    float[] red = inner.plane(0);
    float[] green = inner.plane(inner.channels() == 1 ? 0 : 1);
    float[] blue = inner.plane(inner.channels() == 1 ? 0 : 2);
    double[] luma = new double[red.length];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          16
              + (65.481 * rounded(red[i]) + 128.553 * rounded(green[i]) + 24.966 * rounded(blue[i]))
                  / 255;
    }
    return new Plane(inner.width(), inner.height(), luma);
  }

  private static int rounded(float value) {
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  }

  private static double psnr(Plane reference, Plane distorted, double peak) {
    requireSame(reference, distorted);
    double sum = 0;
    for (int i = 0; i < reference.values.length; i++) {
      double difference = reference.values[i] - distorted.values[i];
      sum += difference * difference;
    }
    return 10 * Math.log10(peak * peak * reference.values.length / sum);
  }

  static void requireSame(Plane a, Plane b) {
    if (a.width != b.width || a.height != b.height) {
      throw new IllegalArgumentException(
          a.width + "x" + a.height + " cannot be compared with " + b.width + "x" + b.height);
    }
  }
}
