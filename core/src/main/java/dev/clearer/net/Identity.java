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

  /** The networks here. */
  public enum Kind {
    /** The paper's whole system, {@link BlindSr}: stage 3. */
    SYSTEM,
    /** The paper's restorer alone, {@link RrdbSft}: stage 2. */
    RESTORER,
    /** The paper's estimator alone, {@link Cmos}: stage 1. */
    ESTIMATOR,
    /** A {@link Compact} network. */
    COMPACT,
    /** None of them. */
    OTHER
  }

  /** The identity of {@code weights}; empty where no network here has such names. */
  public static Optional<Identity> of(Weights weights) {
    if (has(weights, "network.")) {
      return of(weights.under("network."))
          .map(inner -> new Identity("checkpoint of " + inner.network, inner.misfit));
    }
    return switch (kind(weights)) {
      case SYSTEM -> Optional.of(system(weights));
      case RESTORER -> Optional.of(restorer(weights));
      case ESTIMATOR -> Optional.of(estimator(weights));
      case COMPACT -> Optional.of(compact(weights));
      case OTHER -> Optional.empty();
    };
  }

  /** Which network {@code weights} seem to belong to, whatever its sizes. */
  public static Kind kind(Weights weights) {
    if (has(weights, TRUNK)) {
      return has(weights, CMOS) ? Kind.SYSTEM : Kind.RESTORER;
    }
    if (has(weights, "GIA_m.")) {
      return Kind.ESTIMATOR;
    }
    return has(weights, "estimator.") && has(weights, "restorer.") ? Kind.COMPACT : Kind.OTHER;
  }

  /**
   * The paper's sizes with the classes and blocks that weights of a {@link BlindSr} have; empty
   * where these are beyond reason. The weights may differ in other sizes.
   */
  public static Optional<BlindSr.Config> paperSizes(Weights weights) {
    int classes = classes(weights, CMOS + Cmos.CLASS_SCORES);
    int blocks = blocks(weights);
    return classes > 0 && blocks > 0
        ? Optional.of(
            new BlindSr.Config(Cmos.Config.reference(classes), RrdbSft.Config.reference(blocks)))
        : Optional.empty();
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
        () -> new BlindSr(paperSizes(weights).orElseThrow()));
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
