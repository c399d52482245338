package dev.clearer.net.photo;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.minimum;

import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * What a restorer is told, as channels: the blur as weights of linear interpolation between {@link
 * #nodes}, so that a convolution can learn any piecewise linear function of it; the uncertainty and
 * the noise as they are.
 */
final class Known {
  /** Channels of {@link #encode}. */
  static final int CHANNELS = nodes().length + 2;

  private static final double UNCERTAINTY_UNIT = 0.5;
  private static final double NOISE_UNIT = 20;

  private Known() {}

  /** Sigmas in output pixels at which one channel is 1 and all others are 0. */
  private static float[] nodes() {
    return new float[] {0, .25f, .5f, .75f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f, 5};
  }

  /**
   * Encodes maps.
   *
   * @param sigma in output pixels, (N, 1, H, W); beyond 5 it counts as 5
   * @param logScale natural logarithm of the blur's Laplace scale in output pixels, (N, 1, H, W)
   * @param noise standard deviation in [0, 1], (N, 1, H, W)
   * @return (N, {@link #CHANNELS}, H, W)
   */
  static Tensor encode(Tensor sigma, Tensor logScale, Tensor noise) {
    return Scope.returning(
        () ->
            cat(
                new TensorVector(
                    interpolation(sigma),
                    logScale.mul(new Scalar(UNCERTAINTY_UNIT)),
                    noise.mul(new Scalar(NOISE_UNIT))),
                1));
  }

  private static Tensor interpolation(Tensor sigma) {
    float[] at = nodes();
    int count = at.length;
    float[] below = new float[count];
    float[] above = new float[count];
    for (int i = 0; i < count; i++) {
      below[i] = i == 0 ? at[0] - 1 : at[i - 1];
      above[i] = i == count - 1 ? at[i] + 1 : at[i + 1];
    }
    Tensor node = Tensors.of(at, 1, count, 1, 1).to(sigma.device(), sigma.scalar_type());
    Tensor left = Tensors.of(below, 1, count, 1, 1).to(sigma.device(), sigma.scalar_type());
    Tensor right = Tensors.of(above, 1, count, 1, 1).to(sigma.device(), sigma.scalar_type());
    Tensor inRange = sigma.clamp_min(new Scalar(0)).clamp_max(new Scalar(at[count - 1]));
    Tensor rising = inRange.sub(left).div(node.sub(left));
    Tensor falling = right.sub(inRange).div(right.sub(node));
    return minimum(rising, falling).clamp_min(new Scalar(0));
  }
}
