package dev.clearer.train;

import dev.clearer.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes to the experiment of a resumed run.
 *
 * @param config the new experiment; null for the run's own
 * @param overrides changes of the form {@code KEY=VALUE}
 */
public record Overrides(@Nullable Path config, List<String> overrides) {
  /** No changes: the run continues bit for bit. */
  public static final Overrides NONE = new Overrides(null, List.of());

  /** Copies the list. */
  public Overrides {
    overrides = List.copyOf(overrides);
  }

  boolean isEmpty() {
    return config == null && overrides.isEmpty();
  }

  /** The changed experiment; {@code file} is the run's own. */
  Experiment of(Path file) {
    return Configuration.read(config == null ? file : config, Experiment.class, overrides);
  }
}
