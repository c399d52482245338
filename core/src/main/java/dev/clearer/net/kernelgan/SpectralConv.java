package dev.clearer.net.kernelgan;

import dev.clearer.net.block.RandomTensors;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution without padding whose weight is divided by its largest singular value (Miyato et
 * al., 2018). One power iteration a pass in training refines the estimate of the singular vectors;
 * for the gradient these are constants, while the singular value depends on the weight.
 */
final class SpectralConv extends Module {
  private static final double EPSILON = 1e-12;

  private final int fanIn;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor left;
  private final Tensor right;

  SpectralConv(int in, int out, int kernel) {
    fanIn = in * kernel * kernel;
    // What registering returns is a place in a list that moves when the list grows.
    bias = Tensors.of(new float[out], out);
    weight = Tensors.of(new float[out * fanIn], out, in, kernel, kernel);
    left = Tensors.of(new float[out], out);
    right = Tensors.of(new float[fanIn], fanIn);
    register_parameter("bias", bias);
    register_parameter("weight_orig", weight);
    register_buffer("weight_u", left);
    register_buffer("weight_v", right);
  }

  /**
   * Draws all anew: weights evenly within 1 / sqrt(inputs), biases 0, singular vectors in any
   * direction.
   */
  void initialise(SplittableRandom random) {
    double bound = 1 / Math.sqrt(fanIn);
    RandomTensors.fill(weight, () -> bound * (2 * random.nextDouble() - 1));
    RandomTensors.fill(bias, () -> 0);
    RandomTensors.fill(left, random::nextGaussian);
    RandomTensors.fill(right, random::nextGaussian);
    normaliseVectors();
  }

  /** Gives both singular vectors the length 1. */
  void normaliseVectors() {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            left.copy_(normalised(left));
            right.copy_(normalised(right));
          }
        });
  }

  /** (N, in, H, W) to (N, out, H - kernel + 1, W - kernel + 1). */
  Tensor forward(Tensor x) {
    return Scope.returning(
        () -> {
          if (is_training()) {
            iterate();
          }
          Tensor normalised = weight.div(singularValue());
          long[] ones = {1, 1};
          return torch.conv2d(
              x, normalised, new TensorOptional(bias), ones, new long[] {0, 0}, ones, 1);
        });
  }

  /** The estimate of the weight's largest singular value, a scalar. */
  Tensor singularValue() {
    return Scope.returning(
        () -> {
          // Copies: the next pass changes the vectors before this one's gradients are taken.
          Tensor rows = weight.reshape(weight.size(0), fanIn);
          return torch.dot(left.clone(), rows.mv(right.clone()));
        });
  }

  private void iterate() {
    Scope.run(
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            Tensor rows = weight.reshape(weight.size(0), fanIn);
            right.copy_(normalised(rows.t().mv(left)));
            left.copy_(normalised(rows.mv(right)));
          }
        });
  }

  private static Tensor normalised(Tensor vector) {
    return vector.div(vector.norm().clamp_min(new Scalar(EPSILON)));
  }
}
