package dev.clearer.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import dev.clearer.net.ArchitectureIds;

/**
 * A network that is trained or used in training.
 *
 * @param network its configuration, with its {@link dev.clearer.net.Architecture} as {@code kind}
 * @param initial initial weights: a model's name, a file, or the folder of a finished run; empty
 *     for random weights
 */
public record NetworkSettings(
    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
        @JsonTypeIdResolver(ArchitectureIds.class)
        Record network,
    String initial) {}
