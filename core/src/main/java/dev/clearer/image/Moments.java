package dev.clearer.image;

/**
 * First and second moments of a kernel, divided by its sum, in pixels and square pixels.
 *
 * @param covariance of row and column
 */
record Moments(double meanY, double meanX, double varianceY, double varianceX, double covariance) {

  static Moments of(BlurKernel kernel) {
    double sum = 0;
    double[] first = new double[2];
    double[] second = new double[3];
    for (int y = 0; y < kernel.size(); y++) {
      for (int x = 0; x < kernel.size(); x++) {
        double weight = kernel.at(y, x);
        sum += weight;
        first[0] += weight * y;
        first[1] += weight * x;
        second[0] += weight * y * y;
        second[1] += weight * x * x;
        second[2] += weight * y * x;
      }
    }
    double meanY = first[0] / sum;
    double meanX = first[1] / sum;
    return new Moments(
        meanY,
        meanX,
        second[0] / sum - meanY * meanY,
        second[1] / sum - meanX * meanX,
        second[2] / sum - meanY * meanX);
  }

  /** The Gaussian whose covariance this is; negative variances become 0. */
  Gaussian gaussian() {
    double mean = (varianceX + varianceY) / 2;
    double half = (varianceX - varianceY) / 2;
    double radius = Math.hypot(half, covariance);
    double wide = Math.sqrt(Math.max(0, mean + radius));
    double narrow = Math.sqrt(Math.max(0, mean - radius));
    return new Gaussian(wide, narrow, 0.5 * Math.atan2(covariance, half));
  }
}
