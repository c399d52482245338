package dev.clearer.degrade;

import dev.clearer.image.Image;

/** The composite of layers: colours times coverage, and coverage, of every pixel. */
final class Canvas {
  final float[][] colours;

  /** M of the formula: 1 minus the product of all (1 - m). */
  final float[] coverage;

  /** The plain sum of all masks. */
  final float[] sum;

  Canvas(int channels, int size) {
    colours = new float[channels][size];
    coverage = new float[size];
    sum = new float[size];
  }

  /** I <- (1 - m) I + L and M <- (1 - m) M + m for the places [from, to); L, then m in layer. */
  void lay(float[][] layer, int from, int to) {
    lay(layer, from, from, to - from);
  }

  /**
   * The same for {@code length} pixels from {@code at} on; the layer stores them at another offset.
   */
  void lay(float[][] layer, int from, int at, int length) {
    float[] mask = layer[colours.length];
    for (int c = 0; c < colours.length; c++) {
      over(colours[c], at, layer[c], mask, from, length);
    }
    over(coverage, at, mask, mask, from, length);
    for (int i = 0; i < length; i++) {
      sum[at + i] += mask[from + i];
    }
  }

  private static void over(
      float[] below, int at, float[] above, float[] mask, int from, int length) {
    for (int i = 0; i < length; i++) {
      below[at + i] = (1 - mask[from + i]) * below[at + i] + above[from + i];
    }
  }

  /** Adds the pixels [from, to) of {@code pixels} without blur. */
  void put(Image sharp, int[] pixels, int from, int to) {
    for (int i = from; i < to; i++) {
      int pixel = pixels[i];
      for (int c = 0; c < colours.length; c++) {
        colours[c][pixel] = sharp.plane(c)[pixel];
      }
      coverage[pixel] = 1;
      sum[pixel] += 1;
    }
  }
}
