package dev.clearer.data;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture, how far away everything in it is, and what it is.
 *
 * @param depth in millimetres, the holes filled, of the picture's size
 * @param labels classes from 0, {@link LabelMap#IGNORE} where unknown; null where nobody labelled
 */
public record SharpScene(Image image, DepthMap depth, @Nullable LabelMap labels) {
  SharpScene crop(int x, int y, int width, int height) {
    return new SharpScene(
        image.crop(x, y, width, height),
        depth.crop(x, y, width, height),
        labels == null ? null : labels.crop(x, y, width, height));
  }

  /** The upper left part whose sides are multiples of {@code scale}. */
  public SharpScene divisibleBy(int scale) {
    return crop(0, 0, image.width() / scale * scale, image.height() / scale * scale);
  }
}
