package dev.clearer.originals;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture, how far away everything in it is, and what it is.
 *
 * @param depth in millimetres, the holes filled, of the picture's size
 * @param labels classes from 0, {@link LabelMap#IGNORE} where unknown; null where nobody labelled
 * @param regions which pixels belong together, any numbers; null where nobody knows
 */
public record SharpScene(
    Image image, DepthMap depth, @Nullable LabelMap labels, @Nullable LabelMap regions) {
  /** A picture whose regions are its classes. */
  SharpScene(Image image, DepthMap depth, @Nullable LabelMap labels) {
    this(image, depth, labels, labels);
  }

  SharpScene crop(int x, int y, int width, int height) {
    return new SharpScene(
        image.crop(x, y, width, height),
        depth.crop(x, y, width, height),
        labels == null ? null : labels.crop(x, y, width, height),
        regions == null ? null : regions.crop(x, y, width, height));
  }

  /** The upper left part whose sides are multiples of {@code scale}. */
  public SharpScene divisibleBy(int scale) {
    return crop(0, 0, image.width() / scale * scale, image.height() / scale * scale);
  }
}
