package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import java.util.Arrays;

/** Creates blur maps of a picture's size. */
final class Maps {
  private Maps() {}

  /** The same sigma everywhere. */
  static BlurMap constant(Image image, double sigma) {
    float[] map = new float[image.width() * image.height()];
    Arrays.fill(map, (float) sigma);
    return new BlurMap(image.width(), image.height(), map);
  }
}
