package dev.clearer.data;

import dev.clearer.degrade.Blurred;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Focus;
import dev.clearer.degrade.GaussianBlur;
import dev.clearer.degrade.Shot;
import dev.clearer.image.BlurMap;
import dev.clearer.image.DepthMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import java.util.SplittableRandom;

/**
 * Makes a {@link Sample} of a sharp scene: out-of-focus blur by layers or one Gaussian for all,
 * then antialiased bicubic down-sampling.
 *
 * @param scale how many times smaller the low-resolution picture is
 * @param maximumCircle largest circle of confusion in pixels of the sharp picture
 * @param maximumShare share of the drawn samples, 0 to 1, whose picture's largest circle is the
 *     maximum; the others' is drawn evenly from 1 pixel up to it
 */
public record Degrader(int scale, double maximumCircle, double maximumShare) {
  /** One whose drawn samples all reach the maximum, as those to measure on do. */
  public static Degrader reaching(int scale, double maximumCircle) {
    return new Degrader(scale, maximumCircle, 1);
  }

  /** Every how many pixels a picture's depth is looked at to focus in it. */
  private static final int FOCUS_STEP = 8;

  /** Out of focus by depth; the picture's largest circle of confusion is {@code circle} pixels. */
  Sample spaceVariant(Image sharp, DepthMap depth, LabelMap labels, double circle, long seed) {
    Defocus defocus = Defocus.upTo(circle);
    return sample(sharp, defocus.blur(sharp, defocus.draw(depth, seed)), labels);
  }

  /** One Gaussian for the whole picture, sigma in pixels of the sharp picture. */
  Sample spaceInvariant(Image sharp, LabelMap labels, double sigma) {
    int window = (int) Math.ceil(2 * maximumSigma());
    return sample(sharp, GaussianBlur.apply(sharp, sigma, window), labels);
  }

  double maximumSigma() {
    return (maximumCircle - 1) / 4;
  }

  private Sample sample(Image sharp, Blurred blurred, LabelMap labels) {
    int width = sharp.width() / scale;
    int height = sharp.height() / scale;
    Image lowResolution = eightBits(Resize.bicubic(blurred.image(), width, height));
    return new Sample(lowResolution, sharp, blurred.blurMap(), labels);
  }

  /** Rounds to 8 bits, as a stored picture is. */
  static Image eightBits(Image image) {
    float[][] planes = new float[image.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = image.plane(c).clone();
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] = Math.round(Math.max(0, Math.min(1, planes[c][i])) * 255) / 255f;
      }
    }
    return Image.of(image.width(), image.height(), planes);
  }

  /** One Gaussian, sigma up to the maximum. */
  Sample drawUniform(Image sharp, LabelMap labels, SplittableRandom random) {
    return spaceInvariant(sharp, labels, random.nextDouble() * maximumSigma());
  }

  /**
   * A crop at (x, y) out of focus as the whole picture would be, circles up to the maximum, which
   * {@link #maximumShare} of the draws reach.
   *
   * @param depth of the whole picture
   * @param layers most levels of blur, at least 2
   */
  Sample drawDefocused(
      SceneReader.Crop crop, int x, int y, DepthField depth, int layers, SplittableRandom random) {
    double circle =
        random.nextDouble() < maximumShare
            ? maximumCircle
            : 1 + random.nextDouble() * (maximumCircle - 1);
    Defocus defocus = Defocus.upTo(circle).withLayers(layers);
    Image sharp = crop.sharp();
    Focus focus = defocus.focus(depth.sparse(FOCUS_STEP), random.nextLong());
    Shot shot = defocus.shot(depth.crop(x, y, sharp.width(), sharp.height()), focus);
    return sample(sharp, defocus.blur(sharp, shot), crop.labels());
  }

  /** The middle of a sample, {@code margin} low-resolution pixels off on every side. */
  Sample trim(Sample sample, int margin) {
    int width = sample.lowResolution().width() - 2 * margin;
    int height = sample.lowResolution().height() - 2 * margin;
    int m = margin * scale;
    BlurMap blurMap = sample.blurMap().crop(m, m, width * scale, height * scale);
    return new Sample(
        sample.lowResolution().crop(margin, margin, width, height),
        sample.sharp().crop(m, m, width * scale, height * scale),
        blurMap,
        sample.labels().crop(m, m, width * scale, height * scale));
  }
}
