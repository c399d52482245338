package dev.clearer.net.photo;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.replication_pad2d;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Enlarges by Keys' cubic (a = -0.5), what MATLAB's and Pillow's bicubic do, as one convolution
 * with a filter for every position of an output pixel between input pixels. At the border the
 * outermost pixels go on.
 */
final class CubicEnlargement {
  private static final int RADIUS = 2;
  private static final int TAPS = 2 * RADIUS + 1;

  private CubicEnlargement() {}

  /** (N, C, H, W) to (N, C, scale H, scale W); {@code picture} itself at scale 1. */
  static Tensor of(Tensor picture, int scale) {
    if (scale == 1) {
      return picture;
    }
    return Scope.returning(
        () -> {
          long height = picture.size(2);
          long width = picture.size(3);
          long planes = picture.size(0) * picture.size(1);
          Tensor filters =
              Tensors.of(filters(scale), (long) scale * scale, 1, TAPS, TAPS)
                  .to(picture.device(), picture.scalar_type());
          Tensor padded =
              replication_pad2d(
                  picture.reshape(planes, 1, height, width),
                  new long[] {RADIUS, RADIUS, RADIUS, RADIUS});
          Tensor phases = conv2d(padded, filters);
          return pixel_shuffle(phases, scale)
              .reshape(picture.size(0), picture.size(1), scale * height, scale * width);
        });
  }

  /** For every row and column within an input pixel a filter of TAPS x TAPS. */
  private static float[] filters(int scale) {
    float[] filters = new float[scale * scale * TAPS * TAPS];
    int next = 0;
    for (int row = 0; row < scale; row++) {
      for (int column = 0; column < scale; column++) {
        for (int y = -RADIUS; y <= RADIUS; y++) {
          for (int x = -RADIUS; x <= RADIUS; x++) {
            filters[next++] = (float) (cubic(y - at(row, scale)) * cubic(x - at(column, scale)));
          }
        }
      }
    }
    return filters;
  }

  /** Where an output pixel's centre lies, in input pixels from its own input pixel's centre. */
  private static double at(int phase, int scale) {
    return (phase + 0.5) / scale - 0.5;
  }

  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x <= 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }
}
