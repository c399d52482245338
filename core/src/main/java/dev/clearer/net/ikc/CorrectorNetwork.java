package dev.clearer.net.ikc;

import dev.clearer.model.Family;
import dev.clearer.model.Network;
import dev.clearer.tensor.Weights;
import org.bytedeco.pytorch.Module;

/**
 * IKC's {@link Corrector} alone, as its published file holds it. It can be no half of a model: it
 * corrects a code after looking at what one certain restorer made of it.
 */
public final class CorrectorNetwork implements Network {
  /** IKC's corrector. */
  public static final Family<Config> FAMILY =
      Family.of("ikc-corrector", new Config(3), CorrectorNetwork::new)
          .recognising(CorrectorNetwork::looksLike, CorrectorNetwork::sizes);

  private static final String CODE = "code_dense.0.weight";

  private final Corrector network;

  /**
   * Its sizes.
   *
   * @param components numbers of a kernel's code, 10 in the reference
   */
  public record Config(int components) {
    /** Checks the range. */
    public Config {
      Sftmd.Config.requireCode(3, components);
    }
  }

  /** A network with random weights. Call it outside any scope. */
  public CorrectorNetwork(Config config) {
    network = new Corrector(config.components);
  }

  private static boolean looksLike(Weights weights) {
    return weights.names().contains(CODE) && weights.names().contains("ConvNet.12.weight");
  }

  private static Config sizes(Weights weights) {
    return new Config(Math.toIntExact(weights.shape(CODE).get(1)));
  }

  @Override
  public Module module() {
    return network;
  }
}
