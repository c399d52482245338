package dev.clearer.degrade;

import dev.clearer.image.BlurMap;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import org.jspecify.annotations.Nullable;

/**
 * A picture during degradation, with its labels.
 *
 * @param image the degraded picture
 * @param noise the noise in {@code image}, as later steps changed it; null without noise
 * @param blurMap blur of the pixels of the high-resolution picture, sigma in its pixels; other
 *     kernels count as the Gaussian of equal variance, and variances add up
 * @param geometry depth and regions, if known
 */
public record Degraded(
    Image image, @Nullable Image noise, BlurMap blurMap, SceneGeometry geometry) {
  /** Checks that the blur map is a whole multiple of the picture's size. */
  public Degraded {
    int factor = Math.max(1, blurMap.width() / image.width());
    if (blurMap.width() != factor * image.width() || blurMap.height() != factor * image.height()) {
      throw new IllegalArgumentException("blur map and picture differ in size");
    }
    if (noise != null && (noise.width() != image.width() || noise.height() != image.height())) {
      throw new IllegalArgumentException("noise and picture differ in size");
    }
  }

  /** A sharp picture with unknown depth and regions. */
  public static Degraded of(Image sharp) {
    return of(sharp, SceneGeometry.UNKNOWN);
  }

  /**
   * A sharp picture with its depth and regions, if known.
   *
   * @param depth of the picture's size, every value over 0; null if unknown
   * @param regions region numbers of the picture's size; null if unknown
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

  /** A sharp picture with the geometry of its scene. */
  public static Degraded of(Image sharp, SceneGeometry geometry) {
    float[] sigma = new float[sharp.width() * sharp.height()];
    return new Degraded(sharp, null, new BlurMap(sharp.width(), sharp.height(), sigma), geometry);
  }

  /** The number of high-resolution pixels per pixel of the picture, along each axis. */
  public int factor() {
    return blurMap.width() / image.width();
  }

  /**
   * The standard deviation of the noise in the picture, over all pixels and colours, in units of
   * the pixel values (0 to 1); 0 without noise. JPEG errors do not count as noise.
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

  /**
   * The same with changed pixels but equal blur and noise: for changes of storage, such as JPEG.
   */
  Degraded stored(Image changed) {
    return new Degraded(changed, noise, blurMap, geometry);
  }

  /** The same after noise was added; {@code changed} includes it. */
  Degraded noisy(Image changed) {
    Image before = noise == null ? image : RandomDraws.difference(image, noise);
    return new Degraded(changed, RandomDraws.difference(changed, before), blurMap, geometry);
  }

  /** A linear filter, which can be applied to picture and noise separately. */
  interface Linear {
    /** The filtered picture. */
    Image of(Image image);
  }

  /** The same after a linear filter that does not count as blur. */
  Degraded filtered(Linear change) {
    Image changedNoise = noise == null ? null : change.of(noise);
    return new Degraded(change.of(image), changedNoise, blurMap, geometry);
  }

  /**
   * The same after another blur.
   *
   * @param more sigma of this blur for every pixel of the picture, in its pixels
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

  /** The picture without {@code margin} pixels at each side. */
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

  /** The picture rounded to 8 bits, as in a file. */
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
