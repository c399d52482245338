package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Small made-up scenes. */
final class Scenes {
  private Scenes() {}

  static float[] floats(int count, IntToDoubleFunction values) {
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = (float) values.applyAsDouble(i);
    }
    return result;
  }

  static Image noise(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] planes = new float[3][width * height];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) random.nextDouble();
      }
    }
    return Image.of(width, height, planes);
  }

  /** Overlapping rectangles and stray pixels, before, in and behind the focal plane. */
  static DepthLayers regions(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] circle = new float[width * height];
    for (int region = 0; region < 8; region++) {
      float value = (float) Math.rint(random.nextDouble() * 42 - 21);
      int left = region == 0 ? 0 : random.nextInt(width);
      int top = region == 0 ? 0 : random.nextInt(height);
      int right = region == 0 ? width : left + 1 + random.nextInt(width - left);
      int bottom = region == 0 ? height : top + 1 + random.nextInt(height - top);
      for (int i = 0; i < circle.length; i++) {
        int x = i % width;
        int y = i / width;
        boolean inside = x >= left && x < right && y >= top && y < bottom;
        if (inside || random.nextInt(400) == 0) {
          circle[i] = value;
        }
      }
    }
    return new CircleMap(width, height, circle).layers(300);
  }

  /** A surface that comes out of the depth through the focal plane towards the lens. */
  static DepthLayers slanted(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double slope = 10 + 30 * random.nextDouble();
    double start = random.nextDouble() * slope;
    float[] circle = new float[width * height];
    for (int i = 0; i < circle.length; i++) {
      int x = i % width;
      int y = i / width;
      double place = (double) x / width + 0.2 * y / height;
      circle[i] = (float) Math.max(-21, Math.min(21, start - slope * place));
    }
    return new CircleMap(width, height, circle).layers(300);
  }

  static Image flip(Image image) {
    float[][] planes = new float[image.channels()][image.plane(0).length];
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = image.plane(c)[flipped(i, image.width())];
      }
    }
    return Image.of(image.width(), image.height(), planes);
  }

  static DepthLayers flip(DepthLayers layers) {
    int[] flipped = new int[layers.layer().length];
    for (int i = 0; i < flipped.length; i++) {
      flipped[i] = layers.layer()[flipped(i, layers.width())];
    }
    return new DepthLayers(
        layers.width(), layers.height(), flipped, layers.sigma(), layers.firstNear());
  }

  private static int flipped(int pixel, int width) {
    int y = pixel / width;
    return y * width + width - 1 - (pixel - y * width);
  }
}
