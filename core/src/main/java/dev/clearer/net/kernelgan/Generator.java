package dev.clearer.net.kernelgan;

import static org.bytedeco.pytorch.global.torch.conv_transpose2d;

import dev.clearer.net.block.ModuleList;
import dev.clearer.net.block.RandomTensors;
import dev.clearer.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * KernelGAN's generator: a deep <em>linear</em> network that down-scales by 2, convolutions without
 * bias, padding or activation that work on each colour alone. All together they are one kernel of
 * 13x13, {@link #kernel}: {@link #shrunk} applies that, which gives the same picture and gradients
 * as the layers one after the other at a thousandth of the cost.
 */
public final class Generator extends Module {
  /** Width and height of the kernel that the layers amount to. */
  public static final int KERNEL = 13;

  private static final int CHANNELS = 64;
  private static final int[] INNER_KERNELS = {5, 3, 1, 1};

  private final Conv2dImpl first;
  private final ModuleList<Conv2dImpl> features;
  private final Conv2dImpl last;

  /** A generator with libtorch's own random weights; build it outside any scope. */
  public Generator() {
    first = register_module("first_layer", conv(1, CHANNELS, 7));
    Map<String, Conv2dImpl> inner = new LinkedHashMap<>();
    for (int i = 0; i < INNER_KERNELS.length; i++) {
      inner.put(String.valueOf(i), conv(CHANNELS, CHANNELS, INNER_KERNELS[i]));
    }
    features = register_module("feature_block", new ModuleList<>(inner));
    last = register_module("final_layer", conv(CHANNELS, 1, 1));
  }

  private static Conv2dImpl conv(int in, int out, int kernel) {
    Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(kernel, kernel));
    options.bias().put(false);
    return new Conv2dImpl(options);
  }

  /** Draws all weights anew: normal, of Xavier's variance, times 0.1. */
  public void initialise(SplittableRandom random) {
    for (Tensor weight : weights()) {
      double taps = (double) weight.size(2) * weight.size(3);
      double deviation = 0.1 * Math.sqrt(2 / (taps * (weight.size(0) + weight.size(1))));
      RandomTensors.fill(weight, () -> deviation * random.nextGaussian());
    }
  }

  private List<Tensor> weights() {
    List<Tensor> weights = new ArrayList<>();
    weights.add(first.weight());
    features.all().forEach(layer -> weights.add(layer.weight()));
    weights.add(last.weight());
    return weights;
  }

  /**
   * The kernel that all layers amount to, (1, 1, 13, 13), with gradients: correlation with it, of
   * which every second pixel is kept from the first. It is composed from the output's end, where it
   * is smallest.
   */
  public Tensor kernel() {
    return Scope.returning(
        () -> {
          List<Tensor> weights = weights();
          Tensor kernel = weights.get(weights.size() - 1);
          for (int i = weights.size() - 2; i >= 0; i--) {
            kernel = conv_transpose2d(kernel, weights.get(i));
          }
          return kernel;
        });
  }

  /** Down-scales by {@link #kernel}: (N, C, H, W) to (N, C, (H - 11) / 2, (W - 11) / 2). */
  public static Tensor shrunk(Tensor picture, Tensor kernel) {
    return Scope.returning(
        () -> {
          long[] size = picture.shape();
          Tensor planes = picture.reshape(size[0] * size[1], 1, size[2], size[3]);
          Tensor result = convolved(planes, kernel, 2);
          return result.view(size[0], size[1], result.size(2), result.size(3));
        });
  }

  /** The layers one after the other, as the reference computes: for tests. */
  Tensor layered(Tensor plane) {
    return Scope.returning(() -> convolved(features(plane), last.weight(), 2));
  }

  /** The features before the last layer: for tests. */
  Tensor features(Tensor plane) {
    return Scope.returning(
        () -> {
          Tensor x = plane;
          List<Tensor> weights = weights();
          for (Tensor weight : weights.subList(0, weights.size() - 1)) {
            x = convolved(x, weight, 1);
          }
          return x;
        });
  }

  private static Tensor convolved(Tensor x, Tensor weight, long stride) {
    long[] strides = {stride, stride};
    return torch.conv2d(
        x, weight, new TensorOptional(), strides, new long[] {0, 0}, new long[] {1, 1}, 1);
  }
}
