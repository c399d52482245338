package dev.clearer.net.compact;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.replication_pad2d;

import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The best linear enlargement of a picture whose blur is known at every pixel: {@link
 * WienerFilters} for sigmas of 0, 1, ... 5 high-resolution pixels, interpolated linearly. It has no
 * trainable weights. Its large weights of both signs need float32.
 */
final class WienerEnlargement {
  /** Filters exist for 0, 1, ... up to this many pixels of sigma; larger sigmas are clamped. */
  private static final int LARGEST = (int) Compact.SIGMA_UNIT;

  private final int phases;
  private final Tensor filters;

  /**
   * Creates the filters for an enlargement by {@code scale}, 1 to 4. Call it outside any {@link
   * Scope}.
   */
  WienerEnlargement(int scale) {
    phases = scale * scale;
    double[] sigmas = new double[LARGEST + 1];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = i;
    }
    double[][][] weights = WienerFilters.of(scale, sigmas);
    float[] values = new float[sigmas.length * phases * WienerFilters.SIDE * WienerFilters.SIDE];
    int at = 0;
    for (double[][] ofSigma : weights) {
      for (double[] filter : ofSigma) {
        for (double weight : filter) {
          values[at++] = (float) weight;
        }
      }
    }
    filters =
        Tensors.of(
            values, (long) sigmas.length * phases, 1, WienerFilters.SIDE, WienerFilters.SIDE);
  }

  /**
   * Enlarges.
   *
   * @param lowResolution (N, 3, H, W) in [0, 1]
   * @param blur sigma in high-resolution pixels divided by {@link Compact#SIGMA_UNIT}, (N, 1, H, W)
   * @return (N, 3 * scale * scale, H, W), float32: the subpixels of red, of green, of blue
   */
  Tensor subpixels(Tensor lowResolution, Tensor blur) {
    return Scope.returning(
        () -> Precision.F32.of(lowResolution, picture -> mixed(filtered(picture), blur)));
  }

  /** (N, 3, sigmas, phases, H, W). */
  private Tensor filtered(Tensor picture) {
    long[] size = {picture.size(0), picture.size(2), picture.size(3)};
    int r = WienerFilters.RADIUS;
    Tensor planes = picture.reshape(3 * size[0], 1, size[1], size[2]);
    Tensor padded = replication_pad2d(planes, r, r, r, r);
    Tensor all = conv2d(padded, filters.to(picture.device(), picture.scalar_type()));
    return all.reshape(size[0], 3, LARGEST + 1, phases, size[1], size[2]);
  }

  /** The filters of each sigma have weight 1 at that sigma and 0 one pixel away from it. */
  private Tensor mixed(Tensor filtered, Tensor blur) {
    Tensor sigma =
        blur.to(filtered.scalar_type())
            .mul(new Scalar(LARGEST))
            .clamp_min(new Scalar(0))
            .clamp_max(new Scalar(LARGEST))
            .unsqueeze(1);
    Tensor mixed = part(filtered, sigma, 0);
    for (int i = 1; i <= LARGEST; i++) {
      mixed = mixed.add(part(filtered, sigma, i));
    }
    return mixed.flatten(1, 2);
  }

  private static Tensor part(Tensor filtered, Tensor sigma, int i) {
    Tensor weight = relu(sigma.sub(new Scalar(i)).abs().neg().add(new Scalar(1)));
    return filtered.select(2, i).mul(weight);
  }
}
