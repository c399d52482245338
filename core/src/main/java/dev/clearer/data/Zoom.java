package dev.clearer.data;

import dev.clearer.degrade.Degraded;
import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;

/**
 * Enlarges samples. Enlarging a picture enlarges its blur, so sigma is multiplied by the factor
 * (the reference divides by it, which is wrong). The noise of the enlarged sample is unknown.
 */
final class Zoom {
  private Zoom() {}

  /** The sample enlarged to a low resolution of {@code width} x {@code height} pixels. */
  static Sample to(Sample sample, int width, int height) {
    Image low = sample.lowResolution();
    if (low.width() == width && low.height() == height) {
      return sample;
    }
    int scale = sample.sharp().width() / low.width();
    double factor = Math.sqrt((double) width * height / (low.width() * low.height()));
    return new Sample(
        eightBits(Resize.bicubic(low, width, height)),
        eightBits(Resize.bicubic(sample.sharp(), width * scale, height * scale)),
        times(Resize.bilinear(sample.blurMap(), width * scale, height * scale), factor),
        Resize.nearest(sample.labels(), width * scale, height * scale),
        sample.noise() == 0 ? 0 : Double.NaN);
  }

  private static Image eightBits(Image image) {
    return Degraded.of(image).eightBits().image();
  }

  private static BlurMap times(BlurMap map, double factor) {
    float[] sigma = map.sigma().clone();
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = (float) (sigma[i] * factor);
    }
    return new BlurMap(map.width(), map.height(), sigma);
  }
}
