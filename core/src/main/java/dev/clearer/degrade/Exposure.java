package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;

/** Motion blur along a trajectory: every pixel has the kernel of its own path. */
final class Exposure {
  private final int width;
  private final int height;
  private final Trajectory trajectory;
  private final double[] cosine;
  private final double[] sine;

  Exposure(Image image, Trajectory trajectory) {
    width = image.width();
    height = image.height();
    this.trajectory = trajectory;
    int samples = trajectory.turn().length;
    cosine = new double[samples];
    sine = new double[samples];
    for (int i = 0; i < samples; i++) {
      cosine[i] = StrictMath.cos(trajectory.turn()[i]);
      sine[i] = StrictMath.sin(trajectory.turn()[i]);
    }
  }

  private double x(int sample, double x, double y) {
    return cosine[sample] * x - sine[sample] * y + trajectory.x()[sample];
  }

  private double y(int sample, double x, double y) {
    return sine[sample] * x + cosine[sample] * y + trajectory.y()[sample];
  }

  /** The mean of a plane over the exposure, with bilinear sampling and a symmetric border. */
  float[] apply(float[] plane) {
    float[] result = new float[plane.length];
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    for (int i = 0; i < result.length; i++) {
      double x = i % width - middleX;
      double y = Math.floorDiv(i, width) - middleY;
      double sum = 0;
      for (int sample = 0; sample < cosine.length; sample++) {
        sum += between(plane, x(sample, x, y) + middleX, y(sample, x, y) + middleY);
      }
      result[i] = (float) (sum / cosine.length);
    }
    return result;
  }

  private double between(float[] plane, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double below = y - top;
    int column = Border.mirror(left, width);
    int nextColumn = Border.mirror(left + 1, width);
    int row = Border.mirror(top, height) * width;
    int nextRow = Border.mirror(top + 1, height) * width;
    double upper = (1 - right) * plane[row + column] + right * plane[row + nextColumn];
    double lower = (1 - right) * plane[nextRow + column] + right * plane[nextRow + nextColumn];
    return (1 - below) * upper + below * lower;
  }

  /** Sigma of the Gaussian with the variance of every pixel's path (mean of both axes). */
  BlurMap blurMap() {
    float[] sigma = new float[width * height];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = sigma(i % width - (width - 1) / 2.0, Math.floorDiv(i, width) - (height - 1) / 2.0);
    }
    return new BlurMap(width, height, sigma);
  }

  private float sigma(double x, double y) {
    double sumX = 0;
    double sumY = 0;
    double squares = 0;
    for (int sample = 0; sample < cosine.length; sample++) {
      double dx = x(sample, x, y) - x;
      double dy = y(sample, x, y) - y;
      sumX += dx;
      sumY += dy;
      squares += dx * dx + dy * dy;
    }
    int samples = cosine.length;
    double variance = squares / samples - (sumX * sumX + sumY * sumY) / samples / samples;
    return (float) Math.sqrt(Math.max(0, variance) / 2);
  }
}
