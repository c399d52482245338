package dev.clearer.degrade;

import dev.clearer.image.JpegLoss;
import java.util.SplittableRandom;

/**
 * Encodes the picture as JPEG and decodes it.
 *
 * @param quality range of the quality, an integer from 1 to 100
 */
public record Jpeg(Range quality) implements Degradation {
  /** Checks the range. */
  public Jpeg {
    quality.requireWithin(1, 100, "quality");
  }

  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    return picture.stored(JpegLoss.apply(picture.image(), (int) Math.rint(quality.draw(random))));
  }
}
