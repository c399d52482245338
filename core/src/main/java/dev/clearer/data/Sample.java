package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;

/**
 * A training or test pair.
 *
 * @param lowResolution the network's input, RGB
 * @param sharp the target, {@code scale} times as large
 * @param blurMap the true blur, sigma in pixels of {@code sharp}, of its size
 * @param labels classes, of the size of {@code sharp}, {@link LabelMap#IGNORE} where unknown
 * @param noise standard deviation of the noise in {@code lowResolution}, for values from 0 to 1; 0
 *     without noise, NaN if unknown
 */
public record Sample(
    Image lowResolution, Image sharp, BlurMap blurMap, LabelMap labels, double noise) {
  /** The scale: how many times larger the sharp picture is. */
  public int scale() {
    return sharp.width() / lowResolution.width();
  }
}
