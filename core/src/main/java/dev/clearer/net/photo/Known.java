package dev.clearer.net.photo;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.minimum;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * What a restorer is told, as channels: blur and noise each as weights of linear interpolation
 * between nodes, so that a convolution can learn any piecewise linear function of them, and nothing
 * beyond the outermost nodes is new to it; the uncertainty as it is.
 */
final class Known {
  /** Channels of {@link #encode}. */
  static final int CHANNELS = sigmas().length + 1 + noises().length;

  private static final double UNCERTAINTY_UNIT = 0.5;
  private static final float LEVELS = 255;

  private Known() {}

  /** Sigmas in output pixels at which one channel is 1 and all others are 0. */
  private static float[] sigmas() {
    return new float[] {0, .25f, .5f, .75f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f, 5};
  }

  /** The same for the noise, in levels of 0 to 255. */
  private static float[] noises() {
    return new float[] {0, 1, 2, 4, 8, 16, 32};
  }

  /**
   * Encodes maps.
   *
   * @param sigma in output pixels, (N, 1, H, W); beyond 5 it counts as 5
   * @param logScale natural logarithm of the blur's Laplace scale in output pixels, (N, 1, H, W)
   * @param noise standard deviation in [0, 1], (N, 1, H, W); beyond 32/255 it counts as 32/255
   * @return (N, {@link #CHANNELS}, H, W)
   */
  static Tensor encode(Tensor sigma, Tensor logScale, Tensor noise) {
    return Scope.returning(
        () ->
            cat(
                new TensorVector(
                    interpolation(sigma, sigmas()),
                    logScale.mul(new Scalar(UNCERTAINTY_UNIT)),
                    interpolation(noise.mul(new Scalar(LEVELS)), noises())),
                1));
  }

  private static Tensor interpolation(Tensor x, float[] at) {
    int count = at.length;
    float[] below = new float[count];
    float[] above = new float[count];
    for (int i = 0; i < count; i++) {
      below[i] = i == 0 ? at[0] - 1 : at[i - 1];
      above[i] = i == count - 1 ? at[i] + 1 : at[i + 1];
    }
    Tensor node = Tensors.of(at, 1, count, 1, 1).to(x.device(), x.scalar_type());
    Tensor left = Tensors.of(below, 1, count, 1, 1).to(x.device(), x.scalar_type());
    Tensor right = Tensors.of(above, 1, count, 1, 1).to(x.device(), x.scalar_type());
    Tensor inRange = x.clamp_min(new Scalar(0)).clamp_max(new Scalar(at[count - 1]));
    Tensor rising = inRange.sub(left).div(node.sub(left));
    Tensor falling = right.sub(inRange).div(right.sub(node));
    return minimum(rising, falling).clamp_min(new Scalar(0));
  }
}
