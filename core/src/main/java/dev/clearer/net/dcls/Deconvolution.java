package dev.clearer.net.dcls;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.fft_rfft2;
import static org.bytedeco.pytorch.global.torch.replication_pad2d;

import dev.clearer.net.block.ModuleList;
import dev.clearer.net.block.Spectra;
import dev.clearer.tensor.Layers;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Deconvolves features with a known kernel by constrained least squares, {@code conj(K) R / (|K|^2
 * + |P|^2)} in the spectrum, where the network itself chooses the smoothing filter P of every
 * channel.
 */
final class Deconvolution extends Module {
  private static final long[] PLANE = {2, 3};

  /** Sides of the smoothing filters. */
  private static final int SMOOTHING = 3;

  private final Conv2dImpl reduce;
  private final ModuleList<Conv2dImpl> smoothing;
  private final Conv2dImpl expand;

  Deconvolution(DclsConfig config) {
    int narrow = config.narrow();
    reduce = register_module("reduce_feature", Layers.conv(config.channels(), narrow, 1));
    Map<String, Conv2dImpl> layers = new LinkedHashMap<>();
    layers.put("0", Layers.validConv(narrow, narrow, 3));
    layers.put("2", Layers.validConv(narrow, narrow, 3));
    layers.put("4", Layers.validConv(narrow, narrow, 3));
    layers.put("6", Layers.conv(narrow, narrow, 1));
    smoothing = register_module("grad_filter", new ModuleList<>(layers));
    expand = register_module("expand_feature", Layers.conv(narrow, config.channels(), 1));
  }

  /**
   * Deconvolves.
   *
   * @param features (N, C, H, W), H and W at least 7
   * @param kernel (N, 1, k, k)
   * @return (N, C, H, W)
   */
  Tensor forward(Tensor features, Tensor kernel) {
    return Scope.returning(
        () -> {
          Tensor reduced = reduce(features);
          return expand.forward(clear(reduced, smoothing(reduced), kernel));
        });
  }

  /**
   * Deconvolves with several kernels and mixes what they give, for blur that varies: an extension
   * of ours.
   *
   * @param features (N, C, H, W), H and W at least 7
   * @param kernels (1, L, k, k)
   * @param weights of each kernel at every pixel, (N, L, H, W)
   * @return (N, C, H, W)
   */
  Tensor forward(Tensor features, Tensor kernels, Tensor weights) {
    return Scope.returning(
        () -> {
          Tensor reduced = reduce(features);
          Tensor filters = smoothing(reduced);
          Tensor mixed = torch.zeros_like(reduced);
          for (long level = 0; level < kernels.size(1); level++) {
            Tensor clear = clear(reduced, filters, kernels.narrow(1, level, 1));
            mixed = mixed.add(clear.mul(weights.narrow(1, level, 1)));
          }
          return expand.forward(mixed);
        });
  }

  /** The few channels that are deconvolved. */
  Tensor reduce(Tensor features) {
    return reduce.forward(features);
  }

  /** The smoothing filter of every channel, (N, c, 3, 3), each with mean 0. */
  Tensor smoothing(Tensor reduced) {
    return Scope.returning(
        () -> {
          Tensor x = reduced;
          for (String layer : new String[] {"0", "2"}) {
            x = Ops.leakyReluInPlace(smoothing.get(layer).forward(x), ResidualBlock.SLOPE);
          }
          x = adaptive_avg_pool2d(smoothing.get(4).forward(x), SMOOTHING, SMOOTHING);
          Tensor filters = smoothing.get(6).forward(x).exp();
          return filters.sub(filters.mean(PLANE, true, new ScalarTypeOptional()));
        });
  }

  /**
   * The deconvolved channels. The picture's border is replicated by the whole side of the kernel,
   * so that the spectrum's period is not felt; float32 whatever the precision around it.
   */
  Tensor clear(Tensor reduced, Tensor filters, Tensor kernel) {
    return Scope.returning(
        () -> Precision.F32.of(reduced, channels -> solved(channels, filters, kernel)));
  }

  private static Tensor solved(Tensor channels, Tensor filters, Tensor kernel) {
    long frame = Ops.height(kernel);
    Tensor padded = replication_pad2d(channels, frame, frame, frame, frame);
    long[] size = {Ops.height(padded), Ops.width(padded)};
    Tensor blur = fft_rfft2(Spectra.laidOut(kernel.to(padded.scalar_type()), size[0], size[1]));
    Tensor smooth = fft_rfft2(Spectra.laidOut(filters.to(padded.scalar_type()), size[0], size[1]));
    Tensor power = blur.abs().square().add(smooth.abs().square());
    Tensor spectrum = blur.conj().mul(fft_rfft2(padded)).div(power);
    return torch
        .fft_irfft2(spectrum, size, PLANE, new StringViewOptional())
        .narrow(2, frame, Ops.height(channels))
        .narrow(3, frame, Ops.width(channels))
        .contiguous();
  }
}
