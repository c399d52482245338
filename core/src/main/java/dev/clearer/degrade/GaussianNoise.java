package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Noise of equal strength everywhere, independent for every pixel and colour; the result is cut to
 * [0, 1].
 *
 * @param sigma in levels of 0 to 255, within 0 to 255
 */
public record GaussianNoise(Range sigma) implements Degradation {
  /** Checks the range. */
  public GaussianNoise {
    sigma.requireWithin(0, 255, "sigma");
  }

  @Override
  public Scene apply(Scene scene, SplittableRandom random) {
    double deviation = sigma.draw(random) / 255;
    Image image = scene.image();
    return deviation == 0
        ? scene
        : scene.with(Draws.map(image, value -> value + deviation * Draws.gaussian(random)));
  }
}
