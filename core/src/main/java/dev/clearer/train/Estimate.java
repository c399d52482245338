package dev.clearer.train;

import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a network makes of a sample, at its sharp size.
 *
 * @param picture the restored picture; null if the stage restores none
 * @param maps those that it estimates
 */
public record Estimate(@Nullable Image picture, Map<MapKind, PixelMap> maps) {}
