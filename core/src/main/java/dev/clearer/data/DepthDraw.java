package dev.clearer.data;

import dev.clearer.image.LabelMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws random depth for pictures without measured depth. Every region becomes a plane, slanted or
 * facing the camera, at a distance of 0.5 to 6 m, uniform on a logarithmic scale.
 */
public final class DepthDraw {
  private static final double NEAREST = 500;
  private static final double FARTHEST = 6000;

  private DepthDraw() {}

  /** The region number of every pixel. */
  public interface Regions {
    int at(int x, int y);
  }

  /** The region numbers of a whole picture, modulo 255. */
  public static LabelMap numbers(Regions regions, int width, int height) {
    byte[] numbers = new byte[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        numbers[i++] = (byte) Math.floorMod(regions.at(x, y), LabelMap.IGNORE);
      }
    }
    return new LabelMap(width, height, numbers);
  }

  /**
   * The depth of a whole picture, with a plane per region. Planes are drawn lazily, when a pixel of
   * their region is first read: do not use {@code random} afterwards.
   */
  public static DepthField field(int width, int height, Regions regions, SplittableRandom random) {
    Map<Integer, Plane> planes = new HashMap<>();
    return new DepthField(
        width,
        height,
        (x, y) ->
            planes
                .computeIfAbsent(regions.at(x, y), region -> Plane.draw(random))
                .at(x / (double) width, y / (double) height));
  }

  /** Depth at the centre, and its relative change across the picture. */
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
