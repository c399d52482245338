package dev.clearer.evaluate;

import dev.clearer.image.BlurMap;
import java.util.BitSet;

/** Finds jumps of the true blur, such as the outlines of out-of-focus objects. */
final class BlurJumps {
  /** Minimum difference of sigma in pixels between neighbours on both sides of a jump. */
  private static final float JUMP = 0.3f;

  /** Maximum distance in rows and columns from a jump. */
  private static final int NEAR = 8;

  private BlurJumps() {}

  /** The pixels at most 8 rows and 8 columns away from a jump. */
  static BitSet near(BlurMap truth) {
    int width = truth.width();
    int height = truth.height();
    BitSet jumps = new BitSet(width * height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sigma = truth.at(y, x);
        boolean right = x + 1 < width && Math.abs(truth.at(y, x + 1) - sigma) > JUMP;
        boolean below = y + 1 < height && Math.abs(truth.at(y + 1, x) - sigma) > JUMP;
        if (right || below) {
          jumps.set(y * width + x);
        }
      }
    }
    return spread(jumps, width, height);
  }

  private static BitSet spread(BitSet jumps, int width, int height) {
    BitSet rows = new BitSet(width * height);
    for (int i = jumps.nextSetBit(0); i >= 0; i = jumps.nextSetBit(i + 1)) {
      int x = i % width;
      rows.set(i - Math.min(x, NEAR), i + Math.min(width - 1 - x, NEAR) + 1);
    }
    BitSet near = new BitSet(width * height);
    for (int y = 0; y < height; y++) {
      BitSet row = rows.get(y * width, (y + 1) * width);
      for (int to = Math.max(0, y - NEAR); to <= Math.min(height - 1, y + NEAR); to++) {
        for (int x = row.nextSetBit(0); x >= 0; x = row.nextSetBit(x + 1)) {
          near.set(to * width + x);
        }
      }
    }
    return near;
  }

  /** Mean absolute error of sigma in pixels over {@code pixels}; NaN if there are none. */
  static double error(BlurMap truth, BlurMap estimate, BitSet pixels) {
    double sum = 0;
    for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
      sum += Math.abs(estimate.sigma()[i] - truth.sigma()[i]);
    }
    return pixels.isEmpty() ? Double.NaN : sum / pixels.cardinality();
  }
}
