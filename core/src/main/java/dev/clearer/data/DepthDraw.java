package dev.clearer.data;

import dev.clearer.image.LabelMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Invents depth where none was measured: every region becomes a plane of its own, slanted or facing
 * the camera, at a distance between half a metre and six metres, even on a logarithmic scale.
 */
public final class DepthDraw {
  private static final double NEAREST = 500;
  private static final double FARTHEST = 6000;

  private DepthDraw() {}

  /** The number of every pixel's region. */
  public interface Regions {
    int at(int x, int y);
  }

  /** The regions of a whole picture, their numbers modulo 255. */
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
   * A plane for every region of a whole picture. Planes are drawn as regions are met, so that none
   * is drawn for what nobody looks at: {@code random} belongs to the field from here on.
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
