package dev.clearer.train;

import dev.clearer.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of its experiment a run goes on with otherwise.
 *
 * @param config the experiment to go on with; null for the one that the run has
 * @param overrides {@code KEY=VALUE} each, replacing values of that
 */
public record Overrides(@Nullable Path config, List<String> overrides) {
  /** None: the run goes on bit for bit. */
  public static final Overrides NONE = new Overrides(null, List.of());

  /** Copies the list. */
  public Overrides {
    overrides = List.copyOf(overrides);
  }

  boolean isEmpty() {
    return config == null && overrides.isEmpty();
  }

  /** The changed experiment of the run whose own is in {@code file}. */
  Experiment of(Path file) {
    return Configuration.read(config == null ? file : config, Experiment.class, overrides);
  }
}
