package dev.clearer.data;

import dev.clearer.image.DepthMap;
import java.util.BitSet;

/**
 * Hardens the edges of measured depth. Sensors and their resampling mix near and far over 3 to 5
 * pixels; there the lens would see things that are not there, some of them in focus: ragged
 * outlines and sharp dots.
 */
final class DepthEdges {
  /** Far to near, the ratio of depths among neighbours from which on a pixel may be mixed. */
  private static final float STEEP = 1.04f;

  /** The same within reach: less than this is a slanted surface. */
  private static final float EDGE = 1.16f;

  private static final int REACH = 3;

  private DepthEdges() {}

  /**
   * Gives every mixed pixel the depth of an unmixed one nearest to it (steps along rows and
   * columns); those too far from any stay as they are, as do all others.
   *
   * @param depth without holes
   */
  static DepthMap snapped(DepthMap depth) {
    float[] snapped = depth.millimetres().clone();
    BitSet mixed = mixed(snapped, depth.width());
    for (int step = 0; step < REACH && !mixed.isEmpty(); step++) {
      mixed = spread(snapped, depth.width(), mixed);
    }
    return new DepthMap(depth.width(), depth.height(), snapped);
  }

  private static BitSet mixed(float[] depth, int width) {
    float[] nearest = extreme(depth, width, 1, -1);
    float[] farthest = extreme(depth, width, 1, 1);
    float[] nearestInReach = extreme(nearest, width, REACH - 1, -1);
    float[] farthestInReach = extreme(farthest, width, REACH - 1, 1);
    BitSet mixed = new BitSet();
    for (int i = 0; i < depth.length; i++) {
      mixed.set(
          i, farthest[i] > STEEP * nearest[i] && farthestInReach[i] > EDGE * nearestInReach[i]);
    }
    return mixed;
  }

  /** Gives depth to the mixed pixels beside unmixed ones; returns those that are left. */
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
