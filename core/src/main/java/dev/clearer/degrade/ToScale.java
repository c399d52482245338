package dev.clearer.degrade;

import java.util.SplittableRandom;

/**
 * Downsamples by the requested scale: that of the trained network, or {@code --scale}.
 *
 * @param filters odds of the filters
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
