package dev.clearer.originals;

import dev.clearer.InputException;
import dev.clearer.image.DepthMap;

/** Fills pixels of unknown depth so that edges between objects stay hard. */
final class DepthHoles {
  private DepthHoles() {}

  /**
   * Gives every unknown pixel (0) the depth of the nearest known pixel (in steps along rows and
   * columns).
   *
   * @throws InputException if all pixels are unknown; {@code name} is the file's name for the
   *     message
   */
  static DepthMap filled(DepthMap depth, String name) {
    float[] filled = depth.millimetres().clone();
    int[] queue = new int[filled.length];
    int known = 0;
    for (int i = 0; i < filled.length; i++) {
      if (filled[i] > 0) {
        queue[known++] = i;
      }
    }
    if (known == 0) {
      throw new InputException(name + " has no known depth: give a depth map with values over 0.");
    }
    spread(filled, depth.width(), queue, known);
    return new DepthMap(depth.width(), depth.height(), filled);
  }

  private static void spread(float[] filled, int width, int[] queue, int known) {
    int end = known;
    for (int next = 0; next < end; next++) {
      int i = queue[next];
      int x = i % width;
      end = reach(filled, i, x > 0 ? i - 1 : -1, queue, end);
      end = reach(filled, i, x < width - 1 ? i + 1 : -1, queue, end);
      end = reach(filled, i, i - width, queue, end);
      end = reach(filled, i, i + width, queue, end);
    }
  }

  private static int reach(float[] filled, int from, int to, int[] queue, int end) {
    if (to < 0 || to >= filled.length || filled[to] > 0) {
      return end;
    }
    filled[to] = filled[from];
    queue[end] = to;
    return end + 1;
  }
}
