package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole picture for evaluation.
 *
 * @param name file name without extension
 * @param lowResolution the method's input, RGB
 * @param sharp the target, {@code scale} times as large
 * @param blurMap the true blur, sigma in pixels of {@code sharp}, of its size; null if unknown
 * @param labels classes, of the size of {@code sharp}, {@link LabelMap#IGNORE} where unknown; null
 *     without labels
 * @param noise standard deviation of the noise in {@code lowResolution}, for values from 0 to 1;
 *     NaN if unknown
 */
public record TestPicture(
    String name,
    Image lowResolution,
    Image sharp,
    @Nullable BlurMap blurMap,
    @Nullable LabelMap labels,
    double noise) {
  /** The scale: how many times larger the sharp picture is. */
  public int scale() {
    return sharp.width() / lowResolution.width();
  }
}
