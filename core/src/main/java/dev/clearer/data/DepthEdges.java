package dev.clearer.data;

import dev.clearer.image.DepthMap;
import java.util.BitSet;

/**
 * Hardens the edges of measured depth. Sensors and resampling mix near and far depth over 3 to 5
 * pixels beside an edge. A lens would show these pixels as ragged outlines, some of them in focus.
 *
 * <p>A pixel is mixed if depth rises through it (it is nearer by over 2 % on one side and farther
 * by over 2 % on the opposite side, along its row or column), neighbours differ by over 4 %, and
 * depths within 3 pixels by over 16 %. Depth beside a hard edge is flat on one side, so that hard
 * edges, also of thin objects, stay as they are.
 */
public final class DepthEdges {
  /** The smallest ratio of far to near depth among neighbours of a mixed pixel. */
  private static final float STEEP = 1.04f;

  /** The smallest ratio to each of two opposite neighbours of a mixed pixel. */
  private static final float RISE = 1.02f;

  /** The smallest ratio of far to near depth within reach: below it, a surface is slanted. */
  private static final float EDGE = 1.16f;

  private static final int REACH = 3;

  private DepthEdges() {}

  /**
   * Gives every mixed pixel the depth of the nearest unmixed pixel (in steps along rows and
   * columns, at most 3). All other pixels keep their depth.
   *
   * @param depth without holes
   */
  public static DepthMap hardened(DepthMap depth) {
    float[] hardened = depth.millimetres().clone();
    BitSet mixed = mixed(hardened, depth.width());
    for (int step = 0; step < REACH && !mixed.isEmpty(); step++) {
      mixed = spread(hardened, depth.width(), mixed);
    }
    return new DepthMap(depth.width(), depth.height(), hardened);
  }

  private static BitSet mixed(float[] depth, int width) {
    float[] nearest = extreme(depth, width, 1, -1);
    float[] farthest = extreme(depth, width, 1, 1);
    float[] nearestInReach = extreme(nearest, width, REACH - 1, -1);
    float[] farthestInReach = extreme(farthest, width, REACH - 1, 1);
    BitSet mixed = new BitSet();
    for (int i = 0; i < depth.length; i++) {
      mixed.set(
          i,
          farthest[i] > STEEP * nearest[i]
              && farthestInReach[i] > EDGE * nearestInReach[i]
              && rises(depth, width, i));
    }
    return mixed;
  }

  /** Whether a pixel lies between two opposite neighbours, one nearer and one farther. */
  private static boolean rises(float[] depth, int width, int pixel) {
    int x = pixel % width;
    int y = Math.floorDiv(pixel, width);
    return (x > 0 && x < width - 1 && isBetween(depth, pixel, 1))
        || (y > 0 && y < depth.length / width - 1 && isBetween(depth, pixel, width));
  }

  private static boolean isBetween(float[] depth, int pixel, int step) {
    float near = Math.min(depth[pixel - step], depth[pixel + step]);
    float far = Math.max(depth[pixel - step], depth[pixel + step]);
    return depth[pixel] > RISE * near && far > RISE * depth[pixel];
  }

  /** Gives the mixed pixels beside unmixed ones their depth; returns the remaining mixed pixels. */
  private static BitSet spread(float[] depth, int width, BitSet mixed) {
    BitSet left = (BitSet) mixed.clone();
    for (int i = mixed.nextSetBit(0); i >= 0; i = mixed.nextSetBit(i + 1)) {
      int from = source(mixed, i, width, depth.length);
      depth[i] = depth[from];
      left.set(i, from == i);
    }
    return left;
  }

  /** An unmixed neighbour, or the pixel itself where there is none. */
  private static int source(BitSet mixed, int pixel, int width, int size) {
    int x = pixel % width;
    if (x > 0 && !mixed.get(pixel - 1)) {
      return pixel - 1;
    } else if (x < width - 1 && !mixed.get(pixel + 1)) {
      return pixel + 1;
    } else if (pixel >= width && !mixed.get(pixel - width)) {
      return pixel - width;
    } else if (pixel + width < size && !mixed.get(pixel + width)) {
      return pixel + width;
    }
    return pixel;
  }

  /** The largest (sign 1) or smallest (sign -1) value at most {@code reach} away. */
  private static float[] extreme(float[] values, int width, int reach, int sign) {
    float[] rows = new float[values.length];
    float[] all = new float[values.length];
    int height = values.length / width;
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      rows[i] =
          extreme(values, i - Math.min(x, reach), i + Math.min(width - 1 - x, reach), 1, sign);
    }
    for (int i = 0; i < values.length; i++) {
      int y = Math.floorDiv(i, width);
      int first = i - Math.min(y, reach) * width;
      all[i] = extreme(rows, first, i + Math.min(height - 1 - y, reach) * width, width, sign);
    }
    return all;
  }

  private static float extreme(float[] values, int first, int last, int step, int sign) {
    float extreme = values[first];
    for (int i = first; i <= last; i += step) {
      extreme = sign * values[i] > sign * extreme ? values[i] : extreme;
    }
    return extreme;
  }
}
