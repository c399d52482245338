package dev.clearer.train;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * What a network makes of a sample, at its sharp size; null what the stage does not estimate.
 *
 * @param picture the restored picture
 * @param blurMap sigma in pixels of the sharp picture
 * @param classes class indices
 */
public record Estimate(
    @Nullable Image picture, @Nullable BlurMap blurMap, @Nullable LabelMap classes) {}
