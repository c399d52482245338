package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole picture to measure on.
 *
 * @param name without the file's ending
 * @param lowResolution what a method is given, RGB
 * @param sharp the truth, {@code scale} times as large
 * @param blurMap the blur that was applied, sigma in pixels of {@code sharp}, of its size; null
 *     where nobody knows
 * @param labels classes, of the size of {@code sharp}, {@link LabelMap#IGNORE} where unknown; null
 *     where nobody labelled
 * @param noise standard deviation of the noise in {@code lowResolution}, of values from 0 to 1; not
 *     a number where nobody knows
 */
public record TestPicture(
    String name,
    Image lowResolution,
    Image sharp,
    @Nullable BlurMap blurMap,
    @Nullable LabelMap labels,
    double noise) {
  /** How many times larger the sharp picture is. */
  public int scale() {
    return sharp.width() / lowResolution.width();
  }
}
