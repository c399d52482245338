package dev.clearer.originals;

import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture with its depth, classes and regions.
 *
 * @param depth in millimetres, without holes, of the picture's size
 * @param labels classes from 0, {@link LabelMap#IGNORE} where unknown; null without labels
 * @param regions region numbers; null if unknown
 */
public record SharpScene(
    Image image, DepthMap depth, @Nullable LabelMap labels, @Nullable LabelMap regions) {
  /** A picture that uses its classes as regions. */
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
