package dev.clearer.net.kernelgan;

import dev.clearer.net.kernelgan.KernelConstraints.Lambdas;

/**
 * How the constraints' weights change. At first the generator is held close to a bicubic kernel;
 * once it was close three times running, that weight falls to a hundredth at every 200th iteration,
 * and the kernel is told to be centred and sparse instead. On small pictures it may come close late
 * or never.
 */
final class ConstraintSchedule {
  private static final double CLOSE = 0.4;
  private static final int TIMES = 3;
  private static final int EVERY = 200;
  private static final double FACTOR = 100;
  private static final double LEAST = 5e-6;
  private static final double CHANGED = 5e-3;
  private static final double CENTRE = 1;
  private static final double SPARSE = 5;

  private Lambdas lambdas = Lambdas.FIRST;
  private int closeTimes;
  private boolean similar;

  /** The weights of the next iteration. */
  Lambdas lambdas() {
    return lambdas;
  }

  /**
   * Takes note of an iteration.
   *
   * @param iteration from 0
   * @param bicubic its unweighted loss
   */
  void after(int iteration, double bicubic) {
    if (iteration == 0) {
      return;
    }
    closeTimes = bicubic < CLOSE ? closeTimes + 1 : 0;
    similar |= closeTimes >= TIMES;
    if (similar && iteration % EVERY == 0) {
      double weight = Math.max(lambdas.bicubic() / FACTOR, LEAST);
      boolean change = weight < CHANGED;
      lambdas =
          new Lambdas(
              weight, change ? CENTRE : lambdas.centre(), change ? SPARSE : lambdas.sparse());
    }
  }
}
