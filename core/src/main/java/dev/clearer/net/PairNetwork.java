package dev.clearer.net;

import dev.clearer.InputException;
import dev.clearer.model.Estimator;
import dev.clearer.model.Family;
import dev.clearer.model.Network;
import dev.clearer.model.Restorer;
import dev.clearer.net.block.ModuleList;
import dev.clearer.net.cmos.CmosNetwork;
import dev.clearer.net.rrdbsft.RrdbSftNetwork;
import dev.clearer.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.jspecify.annotations.Nullable;

/** Two networks in one file: the estimator of the first and the restorer of the second. */
public final class PairNetwork implements Network {
  /** Two networks in one file. */
  static final Family<PairConfig> FAMILY =
      Family.of(
              "pair",
              new PairConfig(CmosNetwork.FAMILY.example(), RrdbSftNetwork.FAMILY.example()),
              PairNetwork::new)
          .renaming(PairNetwork::renamed)
          .recognising(PairNetwork::looksLike, PairNetwork::sizes);

  static final String ESTIMATOR = "estimator.";
  static final String RESTORER = "restorer.";

  /** Prefix of the estimator in the paper's reference implementation; the restorer has none. */
  private static final String REFERENCE_ESTIMATOR = "cmos.";

  private final Network estimating;
  private final Network restoring;
  private final Module module;

  PairNetwork(PairConfig config) {
    this(Architecture.build(config.estimator()), Architecture.build(config.restorer()));
  }

  /** Combines the estimator of the first network with the restorer of the second. */
  public PairNetwork(Network estimating, Network restoring) {
    this.estimating = estimating;
    this.restoring = restoring;
    Map<String, Module> both = new LinkedHashMap<>();
    both.put("estimator", estimating.module());
    both.put("restorer", restoring.module());
    module = new ModuleList<>(both);
  }

  static boolean looksLike(Weights weights) {
    return weights.has(ESTIMATOR) && weights.has(RESTORER);
  }

  static PairConfig sizes(Weights weights) {
    return new PairConfig(
        Architecture.foreign(weights.under(ESTIMATOR)).config(),
        Architecture.foreign(weights.under(RESTORER)).config());
  }

  /**
   * Renames the weights of the paper's whole system from the reference's names to those of a pair.
   */
  static Weights renamed(Weights weights) {
    return weights.has(REFERENCE_ESTIMATOR) && weights.has("RRDB_trunk.")
        ? weights.renamed(
            name ->
                name.startsWith(REFERENCE_ESTIMATOR)
                    ? ESTIMATOR + name.substring(REFERENCE_ESTIMATOR.length())
                    : RESTORER + name)
        : weights;
  }

  @Override
  public Module module() {
    return module;
  }

  @Override
  public Estimator estimator() {
    return half(estimating.estimator(), "estimator");
  }

  @Override
  public Restorer restorer() {
    return half(restoring.restorer(), "restorer");
  }

  private static <T> T half(@Nullable T half, String what) {
    if (half == null) {
      throw new InputException("The network named as the %s is none.".formatted(what));
    }
    return half;
  }

  @Override
  public boolean estimates(String name) {
    return name.startsWith(ESTIMATOR);
  }
}
