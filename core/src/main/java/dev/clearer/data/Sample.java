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
 */
public record Sample(Image lowResolution, Image sharp, BlurMap blurMap, LabelMap labels) {
  /** How many times larger the sharp picture is. */
  public int scale() {
    return sharp.width() / lowResolution.width();
  }
}
