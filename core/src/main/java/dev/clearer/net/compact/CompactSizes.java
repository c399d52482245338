package dev.clearer.net.compact;

import dev.clearer.net.compact.CompactConfig.Base;
import dev.clearer.net.compact.CompactConfig.Estimator;
import dev.clearer.net.compact.CompactConfig.Interaction;
import dev.clearer.net.compact.CompactConfig.Prior;
import dev.clearer.net.compact.CompactConfig.Restorer;
import dev.clearer.tensor.Weights;

/** Infers the sizes of a compact network from its weights. */
final class CompactSizes {
  private final Weights weights;

  CompactSizes(Weights weights) {
    this.weights = weights;
  }

  CompactConfig config() {
    int scale = (int) Math.round(Math.sqrt(outputs("restorer.tail") / 3.0));
    return new CompactConfig(scale, outputs("estimator.semantic_out"), estimator(), restorer());
  }

  private Estimator estimator() {
    boolean gia = has("estimator.gia.blur.out");
    return new Estimator(
        outputs("estimator.down1"),
        count("estimator.coarse"),
        count("estimator.context"),
        outputs("estimator.blur_in"),
        gia ? root(inputs("estimator.gia.blur.channel_gate1")) : 1,
        gia ? root(inputs("estimator.gia.blur.affinity_gate")) : CompactEstimator.PLAIN_WINDOW,
        gia ? Interaction.GIA : Interaction.CONCATENATION);
  }

  private Restorer restorer() {
    Base base = has("restorer.detail") ? Base.WIENER : Base.BICUBIC;
    return new Restorer(outputs("restorer.head"), count("restorer.block"), prior(), base);
  }

  private Prior prior() {
    if (!has("restorer.prior1")) {
      return Prior.NONE;
    }
    return inputs("restorer.prior1") == 1 ? Prior.BLUR : Prior.BLUR_AND_CLASSES;
  }

  private static int root(int square) {
    return (int) Math.round(Math.sqrt(square));
  }

  private boolean has(String layer) {
    return weights.names().contains(layer + ".weight");
  }

  private int outputs(String layer) {
    return Math.toIntExact(weights.shape(layer + ".weight").get(0));
  }

  private int inputs(String layer) {
    return Math.toIntExact(weights.shape(layer + ".weight").get(1));
  }

  private int count(String block) {
    int count = 0;
    while (has(block + count + ".conv1")) {
      count++;
    }
    return count;
  }
}
