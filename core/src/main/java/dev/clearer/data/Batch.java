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
 * @param blur sigma in pixels of {@code sharp}, averaged to low-resolution size, (N, 1, H, W)
 * @param labels int64 (N, H, W), 255 to ignore
 */
public record Batch(Tensor lowResolution, Tensor sharp, Tensor blur, Tensor labels) {
  /** Copies samples of one size. */
  public static Batch of(List<Sample> samples) {
    Image[] low = samples.stream().map(Sample::lowResolution).toArray(Image[]::new);
    BlurMap[] blur =
        samples.stream()
            .map(s -> Resize.bilinear(s.blurMap(), low[0].width(), low[0].height()))
            .toArray(BlurMap[]::new);
    return new Batch(
        Tensors.images(low),
        Tensors.images(samples.stream().map(Sample::sharp).toArray(Image[]::new)),
        Tensors.blurMaps(blur),
        Tensors.labelMaps(samples.stream().map(Sample::labels).toArray(LabelMap[]::new)));
  }

  /** The batch mirrored and turned: one of the eight symmetries of the square, 0 to 7. */
  public Batch turned(int symmetry) {
    return new Batch(
        turned(lowResolution, symmetry),
        turned(sharp, symmetry),
        turned(blur, symmetry),
        turned(labels, symmetry));
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
