package dev.clearer.degrade;

import dev.clearer.image.Image;

/** What layers were laid on: colours times coverage, and coverage, of every pixel. */
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
    float[] mask = layer[colours.length];
    for (int c = 0; c < colours.length; c++) {
      over(colours[c], layer[c], mask, from, to);
    }
    over(coverage, mask, mask, from, to);
    for (int i = from; i < to; i++) {
      sum[i] += mask[i];
    }
  }

  private static void over(float[] below, float[] above, float[] mask, int from, int to) {
    for (int i = from; i < to; i++) {
      below[i] = (1 - mask[i]) * below[i] + above[i];
    }
  }

  /** Lays the pixels [from, to) of {@code pixels} down as they are. */
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
