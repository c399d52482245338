package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;

/**
 * A training or test pair.
 *
 * @param lowResolution what a network is given, RGB
 * @param sharp what it should make of it, {@code scale} times as large
 * @param blurMap the blur that was applied, sigma in pixels of {@code sharp}, of its size
 * @param labels classes, of the size of {@code sharp}, {@link LabelMap#IGNORE} where unknown
 * @param noise standard deviation of the noise in {@code lowResolution}, of values from 0 to 1; 0
 *     where none was added, not a number where nobody knows
 */
public record Sample(
    Image lowResolution, Image sharp, BlurMap blurMap, LabelMap labels, double noise) {
  /** How many times larger the sharp picture is. */
  public int scale() {
    return sharp.width() / lowResolution.width();
  }
}
