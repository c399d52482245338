package dev.clearer.net;

import dev.clearer.config.Configuration;
import dev.clearer.model.Family;
import dev.clearer.model.Network;
import dev.clearer.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes the network that weights belong to. Weight files carry it in their metadata and need
 * nothing else.
 *
 * @param family the network's family
 * @param config its sizes
 * @param classes names of the semantic classes by index; empty if they are not known
 */
public record Description<C extends Record>(Family<C> family, C config, List<String> classes) {
  static final String ARCHITECTURE = "clearer.architecture";
  static final String CONFIG = "clearer.config";
  static final String CLASSES = "clearer.classes";
  private static final String SEPARATOR = ", ";

  /** Copies the list. */
  public Description {
    classes = List.copyOf(classes);
  }

  /**
   * Reads the description in the metadata of {@code weights} or, if there is none, infers it from
   * names and shapes.
   *
   * @throws dev.clearer.InputException if no known network has such weights
   */
  public static Description<?> of(Weights weights) {
    return of(weights, Architecture.ALL);
  }

  static Description<?> of(Weights weights, List<Family<?>> known) {
    String architecture = weights.metadata().get(ARCHITECTURE);
    return architecture == null
        ? Architecture.foreign(weights, known)
        : Architecture.described(Architecture.named(architecture, known), weights);
  }

  /** The family's name; for two networks in one file, both names. */
  public String name() {
    return config instanceof PairConfig pair
        ? Architecture.of(pair.estimator()).name() + " + " + Architecture.of(pair.restorer()).name()
        : family.name();
  }

  /** Creates a network of this kind with random weights. Call it outside any scope. */
  public Network build() {
    return family.build().apply(config);
  }

  /** The metadata for a weight file, always in the same order. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(ARCHITECTURE, family.name());
    metadata.put(CONFIG, Configuration.write(config));
    if (!classes.isEmpty()) {
      metadata.put(CLASSES, String.join(SEPARATOR, classes));
    }
    return metadata;
  }

  static List<String> classes(Weights weights) {
    String names = weights.metadata().getOrDefault(CLASSES, "");
    return names.isEmpty() ? List.of() : Arrays.asList(names.split(SEPARATOR, -1));
  }
}
