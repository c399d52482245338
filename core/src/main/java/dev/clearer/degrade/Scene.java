package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import org.jspecify.annotations.Nullable;

/**
 * A picture on its way through degradations, with what is known about it.
 *
 * @param image as degraded so far
 * @param blurMap blur so far of the high-resolution picture's pixels, in its pixels; a kernel that
 *     is no Gaussian counts as the Gaussian of equal variance, and variances add up
 * @param depth of the high-resolution picture; null if nobody knows
 * @param regions of the high-resolution picture, any numbers; null if nobody knows
 */
public record Scene(
    Image image, BlurMap blurMap, @Nullable DepthMap depth, @Nullable LabelMap regions) {
  /** Checks that maps are of the same size, a whole number of times as large as the picture. */
  public Scene {
    int factor = Math.max(1, blurMap.width() / image.width());
    if (blurMap.width() != factor * image.width() || blurMap.height() != factor * image.height()) {
      throw new IllegalArgumentException("blur map and picture differ in size");
    }
    if (depth != null && (depth.width() != blurMap.width() || depth.height() != blurMap.height())) {
      throw new IllegalArgumentException("depth and blur map differ in size");
    }
    if (regions != null
        && (regions.width() != blurMap.width() || regions.height() != blurMap.height())) {
      throw new IllegalArgumentException("regions and blur map differ in size");
    }
  }

  /** A sharp picture of whose depth and regions nothing is known. */
  public static Scene of(Image sharp) {
    return of(sharp, null, null);
  }

  /** A sharp picture with its depth and regions, where known. */
  public static Scene of(Image sharp, @Nullable DepthMap depth, @Nullable LabelMap regions) {
    float[] sigma = new float[sharp.width() * sharp.height()];
    return new Scene(sharp, new BlurMap(sharp.width(), sharp.height(), sigma), depth, regions);
  }

  /** How many pixels of the high-resolution picture one pixel of the picture is wide. */
  public int factor() {
    return blurMap.width() / image.width();
  }

  /** The same scene with other pixels, equally blurred. */
  Scene with(Image changed) {
    return new Scene(changed, blurMap, depth, regions);
  }

  /** The scene after one more blur of the picture, given in pixels of the picture. */
  Scene blurred(Blurred more) {
    float[] sigma = blurMap.sigma().clone();
    int factor = factor();
    for (int i = 0; i < sigma.length; i++) {
      int x = i % blurMap.width() / factor;
      int y = i / blurMap.width() / factor;
      sigma[i] = (float) Math.hypot(sigma[i], factor * more.blurMap().at(y, x));
    }
    return new Scene(
        more.image(), new BlurMap(blurMap.width(), blurMap.height(), sigma), depth, regions);
  }

  /** Depth at the picture's size; null if unknown. */
  @Nullable DepthMap depthOfImage() {
    return depth == null ? null : Resize.nearest(depth, image.width(), image.height());
  }

  /** Regions at the picture's size; null if unknown. */
  @Nullable LabelMap regionsOfImage() {
    return regions == null ? null : Resize.nearest(regions, image.width(), image.height());
  }
}
