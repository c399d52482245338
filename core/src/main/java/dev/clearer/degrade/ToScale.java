package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Makes the picture as many times smaller as is asked for: by the network that is trained, or by
 * {@code --scale}.
 *
 * @param filters how
 */
public record ToScale(Filters filters) implements Degradation {
  @Override
  public Degraded apply(Degraded picture, SplittableRandom random) {
    throw new IllegalStateException("no scale was asked for");
  }

  @Override
  public Degradation at(int scale) {
    return new Downsampling(scale, filters);
  }
}
