package dev.clearer.model;

import dev.clearer.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A network that can be one or both halves of a model: an estimator, a restorer, or both. */
public interface Network {
  /** All parameters and buffers, with the names of weight files. */
  Module module();

  /** This network as an estimator, or null. */
  default @Nullable Estimator estimator() {
    return this instanceof Estimator self ? self : null;
  }

  /** This network as a restorer, or null. */
  default @Nullable Restorer restorer() {
    return this instanceof Restorer self ? self : null;
  }

  /**
   * Whether the parameter {@code name} belongs to the estimator; all others belong to the restorer.
   * By default this follows from which half the network is.
   */
  default boolean estimates(String name) {
    return estimator() != null;
  }

  /** What the network can be in a model, such as {@code estimator of blur and classes at x4}. */
  default List<String> halvesInWords() {
    List<String> halves = new ArrayList<>();
    Estimator estimator = estimator();
    Restorer restorer = restorer();
    if (estimator != null) {
      Facts facts = estimator.facts();
      halves.add("estimator of %s at %s".formatted(facts.mapsInWords(), facts.scalesInWords()));
    }
    if (restorer != null) {
      Facts facts = restorer.facts();
      halves.add(
          "restorer that reads %s at %s".formatted(facts.mapsInWords(), facts.scalesInWords()));
    }
    return halves;
  }

  /**
   * The losses of a network whose halves do not learn as any estimator and restorer do; empty where
   * they do. In the current scope.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param sharp (N, 3, H * scale, W * scale) in [0, 1]
   * @param truth the true maps
   * @param estimator whether the estimator learns
   * @param restorer whether the restorer learns
   * @return scalars by name, of equal weight
   */
  default Map<String, Tensor> ownLosses(
      Tensor lowResolution, Tensor sharp, PixelMaps truth, boolean estimator, boolean restorer) {
    return Map.of();
  }

  /**
   * The losses of an estimator that does not learn its maps as others do, such as one of kernels;
   * empty where it does. In the current scope.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param truth the true maps
   * @return scalars by name, of equal weight
   */
  default Map<String, Tensor> estimatorLosses(Tensor lowResolution, PixelMaps truth) {
    return Map.of();
  }

  /**
   * Loads weights to start a training from. By default they must fit exactly; a network may also
   * accept those of a smaller network or of a part.
   *
   * @param source name of the weights, for the log
   * @return a line for the log about what was loaded
   * @throws dev.clearer.InputException if the weights do not fit
   */
  default String begin(Weights weights, String source) {
    weights.apply(module());
    return "begins with the weights of " + source;
  }
}
