package dev.clearer.net.zssr;

import dev.clearer.image.BlurKernel;
import dev.clearer.image.Image;
import dev.clearer.image.Resize;
import org.jspecify.annotations.Nullable;

/**
 * How the small picture came from the large one: by a kernel, or by cubic interpolation with
 * antialiasing.
 */
final class Downscaling {
  private final int scale;
  private final @Nullable BlurKernel kernel;

  /**
   * Down-scaling by {@code scale}.
   *
   * @param kernel in pixels of the large picture, which is centred here; null for cubic
   */
  Downscaling(int scale, @Nullable BlurKernel kernel) {
    this.scale = scale;
    this.kernel = kernel == null ? null : kernel.centredFor(scale);
  }

  /** How many times smaller a side becomes. */
  int scale() {
    return scale;
  }

  /** Whether a kernel is known. */
  boolean hasKernel() {
    return kernel != null;
  }

  /** The picture at a {@code scale}-th of its size, rounded down; values may leave [0, 1]. */
  Image apply(Image picture) {
    int width = picture.width() / scale;
    int height = picture.height() / scale;
    return kernel == null
        ? Resize.bicubic(picture, width, height)
        : sampled(picture, kernel, width, height);
  }

  /** Correlation with the kernel where pixels are kept; the border pixel is repeated outwards. */
  private Image sampled(Image picture, BlurKernel known, int width, int height) {
    int[] columns = kept(picture.width(), width);
    int[] rows = kept(picture.height(), height);
    float[][] planes = new float[picture.channels()][width * height];
    for (int c = 0; c < planes.length; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          planes[c][y * width + x] = (float) correlation(picture, c, known, rows[y], columns[x]);
        }
      }
    }
    return Image.of(width, height, planes);
  }

  /** {@code count} evenly spaced places from 0 to {@code length - scale}, rounded to even. */
  private int[] kept(int length, int count) {
    int[] kept = new int[count];
    double step = count < 2 ? 0 : (double) (length - scale) / (count - 1);
    for (int i = 0; i < count; i++) {
      kept[i] = (int) Math.rint(i * step);
    }
    return kept;
  }

  private static double correlation(Image picture, int channel, BlurKernel kernel, int y, int x) {
    int half = kernel.size() / 2;
    float[] plane = picture.plane(channel);
    double sum = 0;
    for (int row = 0; row < kernel.size(); row++) {
      int line = mirrored(y + row - half, picture.height()) * picture.width();
      for (int column = 0; column < kernel.size(); column++) {
        int place = mirrored(x + column - half, picture.width());
        sum += kernel.at(row, column) * plane[line + place];
      }
    }
    return sum;
  }

  /** ..., 1, 0, 0, 1, 2, ... */
  private static int mirrored(int index, int length) {
    if (index >= 0 && index < length) {
      return index;
    }
    int folded = Math.floorMod(index, 2 * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }
}
