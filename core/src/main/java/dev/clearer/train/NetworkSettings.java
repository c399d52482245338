package dev.clearer.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import dev.clearer.net.ArchitectureIds;

/**
 * A network that is trained, or that a trained one depends on.
 *
 * @param network its sizes, and as {@code kind} its {@link dev.clearer.net.Architecture}
 * @param initial name or file of weights, or folder of a finished run, to begin with; empty: random
 *     weights
 */
public record NetworkSettings(
    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
        @JsonTypeIdResolver(ArchitectureIds.class)
        Record network,
    String initial) {}
