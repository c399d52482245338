package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import java.util.Arrays;

/**
 * Layers of a scene by hard masks, numbered from far to near, each with one blur. Shared arrays,
 * not to be written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param layer the layer of every pixel, row-major, {@code width * height} values
 * @param sigma the blur of every layer in pixels, 0 where it is sharp
 * @param firstNear number of the first layer in front of the focal plane, behind which the
 *     background is unknown; {@code sigma.length} if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a large plane that is never compared or copied
public record DepthLayers(int width, int height, int[] layer, float[] sigma, int firstNear) {
  /** Checks that every pixel has a layer and every layer a blur. */
  public DepthLayers {
    if (layer.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          layer.length + " values do not fill " + width + "x" + height);
    }
    for (int number : layer) {
      if (number < 0 || number >= sigma.length) {
        throw new IllegalArgumentException("no layer " + number + " among " + sigma.length);
      }
    }
    for (float blur : sigma) {
      if (!(blur >= 0 && blur < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("sigma must be finite and at least 0, not " + blur);
      }
    }
    if (firstNear < 0 || firstNear > sigma.length) {
      throw new IllegalArgumentException("no layer " + firstNear + " among " + sigma.length);
    }
  }

  /** The number of layers. */
  public int count() {
    return sigma.length;
  }

  /** The blur of every pixel by the hard masks. */
  public BlurMap blurMap() {
    float[] map = new float[layer.length];
    for (int i = 0; i < map.length; i++) {
      map[i] = sigma[layer[i]];
    }
    return new BlurMap(width, height, map);
  }

  /** Layers from signed circles in tenths of a pixel, 0 if sharp; the largest is the farthest. */
  static DepthLayers ofTenths(int width, int height, int[] tenths) {
    int[] circles = Arrays.stream(tenths).distinct().sorted().toArray();
    int count = circles.length;
    float[] sigma = new float[count];
    int firstNear = count;
    for (int i = 0; i < count; i++) {
      int circle = circles[count - 1 - i];
      sigma[i] = circle == 0 ? 0 : (Math.abs(circle) / 10f - 1) / 4;
      firstNear = circle < 0 ? Math.min(firstNear, i) : firstNear;
    }
    return new DepthLayers(width, height, numbers(tenths, circles), sigma, firstNear);
  }

  private static int[] numbers(int[] tenths, int[] circles) {
    int smallest = circles[0];
    int[] number = new int[circles[circles.length - 1] - smallest + 1];
    for (int i = 0; i < circles.length; i++) {
      number[circles[i] - smallest] = circles.length - 1 - i;
    }
    int[] layer = new int[tenths.length];
    for (int i = 0; i < layer.length; i++) {
      layer[i] = number[tenths[i] - smallest];
    }
    return layer;
  }

  /** Pixels sorted by layer, then row by row; layer k is [starts[k], starts[k + 1]). */
  Order order() {
    int[] starts = new int[count() + 1];
    for (int number : layer) {
      starts[number + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] pixels = new int[layer.length];
    for (int i = 0; i < layer.length; i++) {
      pixels[next[layer[i]]++] = i;
    }
    return new Order(starts, pixels);
  }

  /** The pixels of every layer. */
  @SuppressWarnings("ArrayRecordComponent") // lives within one composition
  record Order(int[] starts, int[] pixels) {}
}
