package dev.clearer.data;

import dev.clearer.image.DepthMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Invents depth where none was measured: every region becomes a plane of its own, slanted or facing
 * the camera, at a distance between half a metre and six metres, even on a logarithmic scale.
 */
final class DepthDraw {
  private static final double NEAREST = 500;
  private static final double FARTHEST = 6000;

  private DepthDraw() {}

  /** Depth of a picture whose regions are numbered, row-major. */
  static DepthMap planes(int width, int height, int[] regions, SplittableRandom random) {
    Map<Integer, Plane> planes = new HashMap<>();
    float[] depth = new float[width * height];
    for (int i = 0; i < depth.length; i++) {
      Plane plane = planes.computeIfAbsent(regions[i], region -> Plane.draw(random));
      int row = i / width;
      depth[i] = plane.at((i % width) / (double) width, row / (double) height);
    }
    return new DepthMap(width, height, depth);
  }

  /** Regions where nothing is known: the cells of a few random points, 2 to 6 of them. */
  static int[] cells(int width, int height, SplittableRandom random) {
    int count = random.nextInt(2, 7);
    double[] xs = random.doubles(count, 0, width).toArray();
    double[] ys = random.doubles(count, 0, height).toArray();
    double[] sizes = random.doubles(count, 0.5, 2).toArray();
    int[] cells = new int[width * height];
    for (int i = 0; i < cells.length; i++) {
      int row = i / width;
      double best = Double.MAX_VALUE;
      for (int k = 0; k < count; k++) {
        double distance = sizes[k] * Math.hypot(i % width - xs[k], row - ys[k]);
        if (distance < best) {
          best = distance;
          cells[i] = k;
        }
      }
    }
    return cells;
  }

  /** Depth at the middle, and its change across the picture as a share. */
  private record Plane(double middle, double slopeX, double slopeY) {
    static Plane draw(SplittableRandom random) {
      double middle = NEAREST * Math.pow(FARTHEST / NEAREST, random.nextDouble());
      boolean facing = random.nextInt(2) == 0;
      return new Plane(
          middle,
          facing ? 0 : random.nextDouble(-0.8, 0.8),
          facing ? 0 : random.nextDouble(-0.8, 0.8));
    }

    float at(double x, double y) {
      return (float) Math.max(100, middle * (1 + slopeX * (x - 0.5) + slopeY * (y - 0.5)));
    }
  }
}
