package dev.clearer.net;

import dev.clearer.InputException;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Module;
import org.jspecify.annotations.Nullable;

/**
 * Which network weights belong to, told from their names and shapes.
 *
 * @param network its name and sizes, such as {@code CMOS, 40 classes}
 * @param misfit what keeps the weights from fitting that network at the sizes of the paper (or, of
 *     the compact network, its own); null where they fit
 */
public record Identity(String network, @Nullable String misfit) {
  private static final String CMOS = "cmos.";
  private static final String TRUNK = "RRDB_trunk.";
  private static final int MOST_CLASSES = 255;
  private static final int MOST_BLOCKS = 100;

  /** The identity of {@code weights}; empty where no network here has such names. */
  public static Optional<Identity> of(Weights weights) {
    if (has(weights, "network.")) {
      return of(weights.under("network."))
          .map(inner -> new Identity("checkpoint of " + inner.network, inner.misfit));
    }
    if (has(weights, TRUNK)) {
      return Optional.of(has(weights, CMOS) ? system(weights) : restorer(weights));
    }
    if (has(weights, "GIA_m.")) {
      return Optional.of(estimator(weights));
    }
    if (has(weights, "estimator.") && has(weights, "restorer.")) {
      return Optional.of(compact(weights));
    }
    return Optional.empty();
  }

  private static boolean has(Weights weights, String prefix) {
    return weights.names().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private static Identity system(Weights weights) {
    int classes = classes(weights, CMOS + Cmos.CLASS_SCORES);
    int blocks = blocks(weights);
    return checked(
        "BlindSR, %d classes, %d blocks".formatted(classes, blocks),
        weights,
        classes > 0 && blocks > 0,
        () ->
            new BlindSr(
                new BlindSr.Config(
                    Cmos.Config.reference(classes), RrdbSft.Config.reference(blocks))));
  }

  private static Identity restorer(Weights weights) {
    int blocks = blocks(weights);
    return checked(
        "RRDB-SFT, %d blocks".formatted(blocks),
        weights,
        blocks > 0,
        () -> new RrdbSft(RrdbSft.Config.reference(blocks)));
  }

  private static Identity estimator(Weights weights) {
    int classes = classes(weights, Cmos.CLASS_SCORES);
    return checked(
        "CMOS, %d classes".formatted(classes),
        weights,
        classes > 0,
        () -> new Cmos(Cmos.Config.reference(classes)));
  }

  private static Identity compact(Weights weights) {
    try {
      CompactConfig sizes = CompactConfig.of(weights);
      String name =
          "Compact, %d classes, %d blocks".formatted(sizes.classes(), sizes.restorer().blocks());
      return checked(name, weights, true, () -> new Compact(sizes));
    } catch (InputException e) {
      return new Identity("Compact", "sizes that no network here has");
    }
  }

  /** Compares with a network built for it, unless its sizes are unknown or beyond reason. */
  private static Identity checked(
      String network, Weights weights, boolean sized, Supplier<Module> build) {
    if (!sized) {
      return new Identity(network, "sizes that no network here has");
    }
    return new Identity(network, weights.misfit(build.get()).orElse(null));
  }

  /** First dimension of the last convolution of class scores; 0 where it is out of range. */
  private static int classes(Weights weights, String scores) {
    if (!weights.names().contains(scores)) {
      return 0;
    }
    List<Long> shape = weights.shape(scores);
    return shape.isEmpty() || shape.get(0) > MOST_CLASSES ? 0 : shape.get(0).intValue();
  }

  /** Blocks of the trunk; 0 where they are out of range. */
  private static int blocks(Weights weights) {
    long blocks =
        weights.names().stream()
            .filter(name -> name.startsWith(TRUNK))
            .map(name -> name.split("\\.", -1)[1])
            .distinct()
            .count();
    return blocks > MOST_BLOCKS ? 0 : (int) blocks;
  }
}
