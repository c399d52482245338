package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.Resize;
import dev.clearer.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples as tensors, in the current scope.
 *
 * @param lowResolution (N, 3, H, W) in [0, 1]
 * @param sharp (N, 3, H * scale, W * scale) in [0, 1]
 * @param blur sigma in pixels of {@code sharp}: (N, 1, H, W), or (N, 1, H * scale, W * scale)
 * @param labels int64, 255 to ignore, without the channel of {@code blur} and otherwise of its size
 * @param noise (N, 1, 1, 1): {@link Sample#noise}; not a number where nobody knows
 */
public record Batch(Tensor lowResolution, Tensor sharp, Tensor blur, Tensor labels, Tensor noise) {
  /** Copies samples of one size; the maps at low-resolution size, the blur averaged. */
  public static Batch of(List<Sample> samples) {
    Image first = samples.get(0).lowResolution();
    return of(samples, first.width(), first.height());
  }

  /** Copies samples of one size; the maps at the sharp pictures' size. */
  public static Batch fine(List<Sample> samples) {
    Image first = samples.get(0).sharp();
    return of(samples, first.width(), first.height());
  }

  private static Batch of(List<Sample> samples, int width, int height) {
    return new Batch(
        Tensors.images(samples.stream().map(Sample::lowResolution).toArray(Image[]::new)),
        Tensors.images(samples.stream().map(Sample::sharp).toArray(Image[]::new)),
        Tensors.blurMaps(
            samples.stream()
                .map(sample -> Resize.bilinear(sample.blurMap(), width, height))
                .toArray(BlurMap[]::new)),
        Tensors.labelMaps(
            samples.stream()
                .map(sample -> Resize.nearest(sample.labels(), width, height))
                .toArray(LabelMap[]::new)),
        noise(samples));
  }

  private static Tensor noise(List<Sample> samples) {
    float[] levels = new float[samples.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) samples.get(i).noise();
    }
    return Tensors.of(levels, levels.length, 1, 1, 1);
  }

  /** The batch mirrored and turned: one of the eight symmetries of the square, 0 to 7. */
  public Batch turned(int symmetry) {
    return new Batch(
        turned(lowResolution, symmetry),
        turned(sharp, symmetry),
        turned(blur, symmetry),
        turned(labels, symmetry),
        noise);
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
