package dev.clearer.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random regions: every pixel belongs to the nearest of some random points, whose distances have
 * random weights of 0.5 to 2. In each square of pixels, only the points that can be nearest there
 * are compared.
 */
public final class Voronoi implements DepthDraw.Regions {
  private static final int SIDE = 32;

  /** Pixels of a BSDS500 picture, in most of which people marked 4 to 20 regions. */
  private static final double BSDS500 = 481 * 321;

  private final double[] xs;
  private final double[] ys;
  private final double[] sizes;
  private final int columns;
  private final int[][] nearest;

  private Voronoi(int width, int height, int count, SplittableRandom random) {
    xs = random.doubles(count, 0, width).toArray();
    ys = random.doubles(count, 0, height).toArray();
    sizes = random.doubles(count, 0.5, 2).toArray();
    columns = (width + SIDE - 1) / SIDE;
    nearest = new int[columns * ((height + SIDE - 1) / SIDE)][];
  }

  /** Draws the cells of a picture. */
  public interface Draw {
    Voronoi draw(int width, int height, SplittableRandom random);
  }

  /** 2 to 6 cells, whatever the picture's size. */
  public static Voronoi few(int width, int height, SplittableRandom random) {
    return new Voronoi(width, height, random.nextInt(2, 7), random);
  }

  /** As many as people mark: 4 to 20 cells per 481x321 pixels. */
  public static Voronoi many(int width, int height, SplittableRandom random) {
    double density = random.nextDouble(4, 20) / BSDS500;
    int count = (int) Math.max(2, Math.round(density * width * height));
    return new Voronoi(width, height, count, random);
  }

  @Override
  public int at(int x, int y) {
    int square = y / SIDE * columns + x / SIDE;
    if (nearest[square] == null) {
      nearest[square] = nearest(x / SIDE * SIDE + SIDE / 2.0, y / SIDE * SIDE + SIDE / 2.0);
    }
    int cell = 0;
    double best = Double.MAX_VALUE;
    for (int k : nearest[square]) {
      double distance = distance(k, x, y);
      if (distance < best) {
        best = distance;
        cell = k;
      }
    }
    return cell;
  }

  /** The points that can be nearest to a pixel of the square around (x, y). */
  private int[] nearest(double x, double y) {
    double least = Double.MAX_VALUE;
    for (int k = 0; k < sizes.length; k++) {
      least = Math.min(least, distance(k, x, y) + sizes[k] * SIDE);
    }
    double most = least;
    return IntStream.range(0, sizes.length)
        .filter(k -> distance(k, x, y) - sizes[k] * SIDE <= most)
        .toArray();
  }

  private double distance(int k, double x, double y) {
    double dx = x - xs[k];
    double dy = y - ys[k];
    return sizes[k] * Math.sqrt(dx * dx + dy * dy);
  }
}
