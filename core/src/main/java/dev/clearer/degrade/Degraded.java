package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A picture on its way through degradations, with what is known about it.
 *
 * @param image as degraded so far
 * @param noise the noise in {@code image}, of its size: what was added, as later steps changed it;
 *     null if none was added
 * @param blurMap blur so far of the high-resolution picture's pixels, in its pixels; a kernel that
 *     is no Gaussian counts as the Gaussian of equal variance, and variances add up
 * @param geometry depth and regions, where known
 */
public record Degraded(
    Image image, @Nullable Image noise, BlurMap blurMap, SceneGeometry geometry) {
  /** Checks that the maps are a whole number of times as large as the picture. */
  public Degraded {
    int factor = Math.max(1, blurMap.width() / image.width());
    if (blurMap.width() != factor * image.width() || blurMap.height() != factor * image.height()) {
      throw new IllegalArgumentException("blur map and picture differ in size");
    }
    if (noise != null && (noise.width() != image.width() || noise.height() != image.height())) {
      throw new IllegalArgumentException("noise and picture differ in size");
    }
  }

  /** A sharp picture of whose depth and regions nothing is known. */
  public static Degraded of(Image sharp) {
    return of(sharp, SceneGeometry.UNKNOWN);
  }

  /**
   * A sharp picture with its depth and regions, where known.
   *
   * @param depth of the picture's size, every value over 0; null if nobody knows
   * @param regions of the picture's size, any numbers; null if nobody knows
   */
  public static Degraded of(Image sharp, @Nullable DepthMap depth, @Nullable LabelMap regions) {
    if (depth != null && (depth.width() != sharp.width() || depth.height() != sharp.height())) {
      throw new IllegalArgumentException("depth and picture differ in size");
    }
    if (regions != null
        && (regions.width() != sharp.width() || regions.height() != sharp.height())) {
      throw new IllegalArgumentException("regions and picture differ in size");
    }
    return of(sharp, SceneGeometry.of(depth, regions));
  }

  /** A sharp picture with what is known of its scene. */
  public static Degraded of(Image sharp, SceneGeometry geometry) {
    float[] sigma = new float[sharp.width() * sharp.height()];
    return new Degraded(sharp, null, new BlurMap(sharp.width(), sharp.height(), sigma), geometry);
  }

  /** How many pixels of the high-resolution picture one pixel of the picture is wide. */
  public int factor() {
    return blurMap.width() / image.width();
  }

  /**
   * The standard deviation of the noise in the picture, over all pixels and colours, in units of
   * the pixel values (0 to 1); 0 if none was added. What JPEG loses is not noise.
   */
  public double noiseLevel() {
    if (noise == null) {
      return 0;
    }
    double sum = 0;
    for (int c = 0; c < noise.channels(); c++) {
      for (float value : noise.plane(c)) {
        sum += (double) value * value;
      }
    }
    return Math.sqrt(sum / noise.channels() / noise.plane(0).length);
  }

  /** The same with other pixels, equally blurred and noisy: for what only changes their storage. */
  Degraded stored(Image changed) {
    return new Degraded(changed, noise, blurMap, geometry);
  }

  /** The same after noise was added, of which this is the result. */
  Degraded noisy(Image changed) {
    Image before = noise == null ? image : RandomDraws.difference(image, noise);
    return new Degraded(changed, RandomDraws.difference(changed, before), blurMap, geometry);
  }

  /** A change of all pixels that is linear, so that it changes picture and noise alike. */
  interface Linear {
    /** The changed picture. */
    Image of(Image image);
  }

  /** The same after a linear change that does not count as blur. */
  Degraded filtered(Linear change) {
    Image changedNoise = noise == null ? null : change.of(noise);
    return new Degraded(change.of(image), changedNoise, blurMap, geometry);
  }

  /**
   * The same after one more blur of the picture.
   *
   * @param more how blurred that makes every pixel of the picture, in its pixels
   */
  Degraded blurred(Linear blur, BlurMap more) {
    float[] sigma = blurMap.sigma().clone();
    int factor = factor();
    for (int i = 0, y = 0; y < blurMap.height(); y++) {
      for (int x = 0; x < blurMap.width(); x++, i++) {
        float own = factor * more.sigma()[y / factor * more.width() + x / factor];
        sigma[i] = sigma[i] == 0 ? own : (float) Math.hypot(sigma[i], own);
      }
    }
    BlurMap added = new BlurMap(blurMap.width(), blurMap.height(), sigma);
    Image changedNoise = noise == null ? null : blur.of(noise);
    return new Degraded(blur.of(image), changedNoise, added, geometry);
  }

  /** Without {@code margin} pixels of the picture at every side. */
  public Degraded trimmed(int margin) {
    int width = image.width() - 2 * margin;
    int height = image.height() - 2 * margin;
    int m = margin * factor();
    int fullWidth = blurMap.width() - 2 * m;
    int fullHeight = blurMap.height() - 2 * m;
    return margin == 0
        ? this
        : new Degraded(
            image.crop(margin, margin, width, height),
            noise == null ? null : noise.crop(margin, margin, width, height),
            blurMap.crop(m, m, fullWidth, fullHeight),
            geometry.crop(m, m, fullWidth, fullHeight));
  }

  /** Rounded to 8 bits, as a stored picture is. */
  public Degraded eightBits() {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = image.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = Math.round(Math.max(0, Math.min(1, planes[c][i])) * 255) / 255f;
      }
    }
    return stored(Image.of(image.width(), image.height(), planes));
  }
}
