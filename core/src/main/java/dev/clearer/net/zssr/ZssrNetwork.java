package dev.clearer.net.zssr;

import dev.clearer.net.block.RandomTensors;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * ZSSR's network: eight 3x3 convolutions without bias, ReLU between them, whose result is added to
 * the input, a picture that was enlarged by cubic interpolation before. Names are the reference's
 * (TensorFlow) with PyTorch's order of dimensions.
 */
public final class ZssrNetwork extends Module {
  private static final int LAYERS = 8;
  private static final int CHANNELS = 64;
  private static final double VARIANCE = 0.1;

  private final List<Conv2dImpl> filters = new ArrayList<>();

  /** A network with libtorch's own random weights; build it outside any scope. */
  public ZssrNetwork() {
    for (int i = 0; i < LAYERS; i++) {
      int in = i == 0 ? 3 : CHANNELS;
      int out = i == LAYERS - 1 ? 3 : CHANNELS;
      filters.add(register_module("filter_" + i, Layers.conv(in, out, 3, 1, false)));
    }
  }

  /** Draws all weights anew: normal, of variance 0.1 / inputs. */
  public void initialise(SplittableRandom random) {
    for (Conv2dImpl filter : filters) {
      Tensor weight = filter.weight();
      double inputs = (double) weight.numel() / weight.size(0);
      double deviation = Math.sqrt(VARIANCE / inputs);
      RandomTensors.fill(weight, () -> deviation * random.nextGaussian());
    }
  }

  /** (N, 3, H, W) in [0, 1], already enlarged, to the same shape, nominally in [0, 1]. */
  public Tensor forward(Tensor enlarged) {
    return Scope.returning(() -> residual(enlarged).add(enlarged));
  }

  /** What is added to the input. */
  Tensor residual(Tensor enlarged) {
    return Scope.returning(
        () -> {
          Tensor x = first(enlarged);
          for (Conv2dImpl filter : filters.subList(1, LAYERS)) {
            x = filter.forward(Ops.reluInPlace(x));
          }
          return x;
        });
  }

  /** The first convolution before its ReLU. */
  Tensor first(Tensor enlarged) {
    return filters.get(0).forward(enlarged);
  }
}
