package dev.clearer.data;

import dev.clearer.image.BlurMap;
import dev.clearer.image.Image;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.Resize;
import dev.clearer.model.MapSize;
import dev.clearer.model.PixelMaps;
import dev.clearer.tensor.Device;
import dev.clearer.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples as tensors, in the current scope.
 *
 * @param lowResolution (N, 3, H, W) in [0, 1]
 * @param sharp (N, 3, H * scale, W * scale) in [0, 1]
 * @param truth blur in pixels of {@code sharp}; class indices, 255 where unknown; one number per
 *     sample for noise ({@link Sample#noise} in levels of 0 to 255) and for uncertainty (that of
 *     true values)
 */
public record Batch(Tensor lowResolution, Tensor sharp, PixelMaps truth) {
  private static final int LEVELS = 255;

  /** The batch on {@code device}. */
  public Batch to(Device device) {
    return new Batch(device.move(lowResolution), device.move(sharp), truth.each(device::move));
  }

  /**
   * Copies samples of equal size.
   *
   * @param maps size of the maps; blur is averaged if they are smaller than the sharp pictures
   */
  public static Batch of(List<Sample> samples, MapSize maps) {
    Image first = samples.get(0).lowResolution();
    int width = maps.of(first.width());
    int height = maps.of(first.height());
    return new Batch(
        Tensors.images(samples.stream().map(Sample::lowResolution).toArray(Image[]::new)),
        Tensors.images(samples.stream().map(Sample::sharp).toArray(Image[]::new)),
        PixelMaps.of(blur(samples, width, height), classes(samples, width, height))
            .with(MapKind.NOISE, noise(samples))
            .with(MapKind.UNCERTAINTY, certain(samples.size())));
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
      levels[i] = (float) (samples.get(i).noise() * LEVELS);
    }
    return Tensors.of(levels, levels.length, 1, 1, 1);
  }

  /** The uncertainty of true values. */
  private static Tensor certain(int count) {
    float[] planes = new float[count];
    Arrays.fill(planes, PixelMaps.CERTAIN);
    return Tensors.of(planes, count, 1, 1, 1);
  }

  /** How many times larger the sharp pictures are. */
  public int scale() {
    return Math.toIntExact(sharp.size(3) / lowResolution.size(3));
  }

  /** The batch mirrored and rotated by one of the eight symmetries of the square, 0 to 7. */
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
