package dev.clearer.net.dcls;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sizes of DCLS.
 *
 * @param scale how many times the picture is enlarged, 1 to 4
 * @param kernelSize side of the kernel in low-resolution pixels: 11, 21 or 31
 * @param channels of the wide stream, a multiple of 16
 * @param groups of blocks
 * @param blocks a group has
 */
public record DclsConfig(int scale, int kernelSize, int channels, int groups, int blocks) {
  /** The wide stream has so many times the channels of the narrow one. */
  static final int REDUCTION = 4;

  /** Numbers that describe the blur inside the estimator. */
  static final int LATENT = 256;

  /** Sides of the chain of filters that make a kernel, by the kernel's side. */
  private static final Map<Integer, List<Integer>> CHAINS =
      Map.of(
          11, List.of(7, 3, 3, 1),
          21, List.of(11, 7, 5, 1),
          31, List.of(11, 9, 7, 5, 3));

  private static final String FIRST = "Restorer.conv_first.weight";
  private static final String LAST = "Restorer.upscale.%d.weight";
  private static final String BLOCK = "Restorer.body.%d.body.%d.body1.0.weight";
  private static final String FILTER = "Estimator.dec.%d.weight";

  /**
   * Checks the ranges.
   *
   * @throws InputException if a number is out of range
   */
  public DclsConfig {
    if (!CHAINS.containsKey(kernelSize)) {
      throw new InputException(
          "kernelSize is %d, but DCLS knows chains of filters for 11, 21 and 31 only; choose one."
              .formatted(kernelSize));
    }
    boolean sized = channels >= 16 && channels <= 4096 && channels % 16 == 0;
    if (scale < 1 || scale > 4 || !sized || groups < 1 || blocks < 1 || groups * blocks > 1000) {
      throw new InputException(
          "A DCLS of scale %d, %d channels and %d groups of %d blocks cannot be built; use a scale from 1 to 4, a multiple of 16 channels and at most 1000 blocks."
              .formatted(scale, channels, groups, blocks));
    }
  }

  /** The published sizes: 5 groups of 10 blocks of 64 channels. */
  public static DclsConfig published(int scale, int kernelSize) {
    return new DclsConfig(scale, kernelSize, 64, 5, 10);
  }

  /** The sizes of the DCLS that {@code weights} hold; empty where they hold another network. */
  public static Optional<DclsConfig> of(Weights weights) {
    if (!weights.names().contains(FIRST)) {
      return Optional.empty();
    }
    int channels = Math.toIntExact(weights.shape(FIRST).get(0));
    int groups = count(weights, i -> BLOCK.formatted(i, 0));
    int blocks = count(weights, i -> BLOCK.formatted(0, i));
    return kernelSize(weights)
        .flatMap(
            kernel ->
                scale(weights, channels)
                    .map(scale -> new DclsConfig(scale, kernel, channels, groups, blocks)));
  }

  /** Sides of the filters that make the kernel, the first applied first. */
  List<Integer> chain() {
    List<Integer> chain = CHAINS.get(kernelSize);
    if (chain == null) {
      throw new IllegalStateException("no chain for " + kernelSize);
    }
    return chain;
  }

  /** Channels of the narrow stream. */
  int narrow() {
    return channels / REDUCTION;
  }

  private static Optional<Integer> kernelSize(Weights weights) {
    int filters = count(weights, FILTER::formatted);
    return CHAINS.entrySet().stream()
        .filter(chain -> chain.getValue().size() == filters)
        .filter(
            chain -> {
              long first = chain.getValue().get(0);
              long outputs = weights.shape(FILTER.formatted(0)).get(0);
              return outputs == FilterChain.WIDTH * FilterChain.COLOURS * first * first;
            })
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<Integer> scale(Weights weights, int channels) {
    if (weights.names().contains(LAST.formatted(4))) {
      return Optional.of(4);
    }
    String only = LAST.formatted(0);
    return weights.names().contains(only)
        ? IntStream.rangeClosed(1, 3)
            .boxed()
            .filter(s -> (long) channels * s * s == weights.shape(only).get(0))
            .findFirst()
        : Optional.empty();
  }

  private static int count(Weights weights, java.util.function.IntFunction<String> name) {
    return (int)
        IntStream.iterate(0, i -> weights.names().contains(name.apply(i)), i -> i + 1).count();
  }
}
