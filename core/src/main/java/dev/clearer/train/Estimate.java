package dev.clearer.train;

import dev.clearer.image.Image;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output of a stage for a sample, at the sharp size.
 *
 * @param picture the restored picture; null if the stage has no restorer
 * @param maps the estimated maps
 */
public record Estimate(@Nullable Image picture, Map<MapKind, PixelMap> maps) {}
