package dev.clearer.net;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;

/**
 * Sizes of two networks in one file.
 *
 * @param estimator sizes of the network that estimates
 * @param restorer sizes of the network that restores
 */
public record PairConfig(
    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
        @JsonTypeIdResolver(ArchitectureIds.class)
        Record estimator,
    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
        @JsonTypeIdResolver(ArchitectureIds.class)
        Record restorer) {}
