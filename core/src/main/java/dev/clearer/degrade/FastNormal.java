package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Standard normal numbers for millions of pixels (Marsaglia and Tsang's ziggurat of 256 strips,
 * "The ziggurat method for generating random variables", 2000, with separate bits for strip and
 * place): mostly one draw, a table and a product. The same on every machine: tables and rare cases
 * come from strict mathematics.
 */
final class FastNormal {
  private static final int STRIPS = 256;

  /** Start of the tail, and area of every strip, for 256 strips. */
  private static final double TAIL = 3.654152885361009;

  private static final double AREA = 0.00492867323399;

  /** Right ends of the strips; 0 is the lowest, which the tail belongs to. */
  private static final double[] ENDS = ends();

  private final SplittableRandom random;

  FastNormal(SplittableRandom random) {
    this.random = random;
  }

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }

  private static double[] ends() {
    double[] ends = new double[STRIPS + 1];
    ends[0] = AREA / density(TAIL);
    ends[1] = TAIL;
    for (int i = 2; i < STRIPS; i++) {
      double height = density(ends[i - 1]) + AREA / ends[i - 1];
      ends[i] = StrictMath.sqrt(-2 * StrictMath.log(Math.min(1, height)));
    }
    return ends;
  }

  double next() {
    while (true) {
      long bits = random.nextLong();
      int strip = (int) bits & (STRIPS - 1);
      double place = (bits >> 10) * 0x1p-53;
      double x = place * ENDS[strip];
      if (Math.abs(x) < ENDS[strip + 1]) {
        return x;
      }
      if (strip == 0) {
        return tail(place < 0);
      }
      double low = density(ENDS[strip]);
      double high = density(ENDS[strip + 1]);
      if (low + random.nextDouble() * (high - low) < density(x)) {
        return x;
      }
    }
  }

  private double tail(boolean negative) {
    while (true) {
      double x = -StrictMath.log(1 - random.nextDouble()) / TAIL;
      double y = -StrictMath.log(1 - random.nextDouble());
      if (2 * y > x * x) {
        return negative ? -(TAIL + x) : TAIL + x;
      }
    }
  }
}
