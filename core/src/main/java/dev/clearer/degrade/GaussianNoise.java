package dev.clearer.degrade;

import dev.clearer.image.Image;
import java.util.SplittableRandom;

/**
 * Noise of constant strength, independent for every pixel and channel; the result is clipped to [0,
 * 1].
 *
 * @param sigma in levels of 0 to 255, within 0 to 255
 */
public record GaussianNoise(Range sigma) implements Degradation {
  /** Checks the range. */
  public GaussianNoise {
    sigma.requireWithin(0, 255, "sigma");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    double deviation = sigma.draw(random) / 255;
    Image image = picture.image();
    return deviation == 0
        ? picture
        : picture.noisy(
            RandomDraws.map(image, value -> value + deviation * RandomDraws.gaussian(random)));
  }
}
