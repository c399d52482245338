package dev.clearer.net.kernelgan;

import dev.clearer.image.BlurKernel;
import java.util.Arrays;

/** What is done to the kernel after training. */
final class KernelFinish {
  private static final int LARGE = 40;
  private static final double SHARE = 0.75;

  private KernelFinish() {}

  /** The kernel for x2: small weights cut off, then centred. */
  static BlurKernel half(BlurKernel kernel) {
    return cleaned(kernel).centredFor(2);
  }

  /**
   * Subtracts three quarters of the 41st largest weight, drops what is negative then, and divides
   * by the sum.
   */
  static BlurKernel cleaned(BlurKernel kernel) {
    double[] weights = kernel.weights();
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double threshold = SHARE * sorted[sorted.length - 1 - LARGE];
    double[] cleaned =
        Arrays.stream(weights).map(weight -> Math.max(0, weight - threshold)).toArray();
    return BlurKernel.of(kernel.size(), cleaned).normalised();
  }

  /**
   * The kernel for x4 if both halvings have the same kernel: the kernel convolved with itself
   * spread to every second pixel, cut by half of the given kernel's size on every side, sum 1.
   */
  static BlurKernel quarter(BlurKernel half) {
    int n = half.size();
    int size = 3 * n - 2;
    double[] sum = new double[size * size];
    for (int r = 0; r < n * n; r++) {
      for (int i = 0; i < n * n; i++) {
        int y = r / n * 2 + i / n;
        int x = r % n * 2 + i % n;
        sum[y * size + x] += half.at(r / n, r % n) * half.at(i / n, i % n);
      }
    }
    return BlurKernel.of(size, sum).padded(-(n / 2)).normalised();
  }
}
