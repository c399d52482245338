package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.Resize;
import dev.clearer.model.PixelMaps;
import dev.clearer.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples as tensors, in the current scope.
 *
 * @param lowResolution (N, 3, H, W) in [0, 1]
 * @param sharp (N, 3, H * scale, W * scale) in [0, 1]
 * @param truth blur in pixels of {@code sharp} and class indices, 255 where unknown, at the size of
 *     {@code lowResolution} or of {@code sharp}; and {@link Sample#noise}, one number a sample
 */
public record Batch(Tensor lowResolution, Tensor sharp, PixelMaps truth) {
  /**
   * Copies samples of one size.
   *
   * @param fine whether the maps have the sharp pictures' size; else they have the low-resolution
   *     ones', the blur averaged
   */
  public static Batch of(List<Sample> samples, boolean fine) {
    Sample first = samples.get(0);
    Image sized = fine ? first.sharp() : first.lowResolution();
    int width = sized.width();
    int height = sized.height();
    return new Batch(
        Tensors.images(samples.stream().map(Sample::lowResolution).toArray(Image[]::new)),
        Tensors.images(samples.stream().map(Sample::sharp).toArray(Image[]::new)),
        PixelMaps.of(blur(samples, width, height), classes(samples, width, height))
            .with(MapKind.NOISE, noise(samples)));
  }

  private static Tensor blur(List<Sample> samples, int width, int height) {
    return Tensors.blurMaps(
        samples.stream()
            .map(sample -> Resize.bilinear(sample.blurMap(), width, height))
            .toArray(BlurMap[]::new));
  }

  private static Tensor classes(List<Sample> samples, int width, int height) {
    return Tensors.labelMaps(
            samples.stream()
                .map(sample -> Resize.nearest(sample.labels(), width, height))
                .toArray(LabelMap[]::new))
        .unsqueeze(1);
  }

  private static Tensor noise(List<Sample> samples) {
    float[] levels = new float[samples.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) samples.get(i).noise();
    }
    return Tensors.of(levels, levels.length, 1, 1, 1);
  }

  /** How many times larger the sharp pictures are. */
  public int scale() {
    return Math.toIntExact(sharp.size(3) / lowResolution.size(3));
  }

  /** The batch mirrored and turned: one of the eight symmetries of the square, 0 to 7. */
  public Batch turned(int symmetry) {
    return new Batch(
        turned(lowResolution, symmetry),
        turned(sharp, symmetry),
        truth.each(plane -> turned(plane, symmetry)));
  }

  private static Tensor turned(Tensor tensor, int symmetry) {
    Tensor turned = tensor;
    if ((symmetry & 1) != 0) {
      turned = turned.flip(-1);
    }
    if ((symmetry & 2) != 0) {
      turned = turned.flip(-2);
    }
    if ((symmetry & 4) != 0) {
      turned = turned.transpose(-1, -2);
    }
    return turned.contiguous();
  }
}
