package dev.clearer.net.dmbsr;

import static dev.clearer.image.MapKind.BLUR;
import static dev.clearer.image.MapKind.NOISE;

import dev.clearer.InputException;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.KernelKind;
import dev.clearer.model.Kernels;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.block.PeriodicKernels;
import dev.clearer.net.block.WrapBoundary;
import dev.clearer.net.kernel.SigmaLevels;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Precision;
import dev.clearer.tensor.Scope;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link Dmbsr} as the restorer of a model. A sigma per pixel becomes weights over the kernels of
 * all {@link SigmaLevels} that occur, which is this project's degradation but for occlusion; one
 * kernel is told as it is. Borders are joined as for USRNet, whose model they share.
 */
public final class DmbsrNetwork implements Network, Restorer {
  /** DMBSR. */
  public static final Family<Dmbsr.Config> FAMILY =
      Family.of("dmbsr", new Dmbsr.Config(2, List.of(4, 4, 8, 8), 4), DmbsrNetwork::new)
          .recognising(
              weights -> Dmbsr.Config.of(weights).isPresent(),
              weights ->
                  Dmbsr.Config.of(weights)
                      .orElseThrow(() -> new InputException("the layers are not DMBSR's")))
          .published(
              new Publication(
                  2023,
                  "Laroche, Almansa and Tassano: Deep Model-Based Super-Resolution with Non-uniform"
                      + " Blur. WACV 2023",
                  List.of(1, 2, 3, 4),
                  17_016_731,
                  3001));

  private static final Set<Integer> SCALES = Set.of(1, 2, 3, 4);
  private static final double LEVELS = 255;

  /** Minimum overlap of tiles in low-resolution pixels. */
  private static final int OVERLAP = 32;

  /** Per result pixel: spectra and pictures, and the U-Net's widest features, in float32. */
  private static final int SPECTRA_BYTES = 400;

  private static final int BYTES_PER_CHANNEL = 24;

  private final Dmbsr network;

  /** A network with random weights. Call it outside any scope. */
  public DmbsrNetwork(Dmbsr.Config config) {
    network = new Dmbsr(config);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts("dmbsr", SCALES, Set.of(BLUR), Set.of(NOISE), BlurForm.ONE_KERNEL, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    int channels = network.config().widths().get(0);
    int bytes = (SPECTRA_BYTES + BYTES_PER_CHANNEL * channels) * scale * scale;
    return new Footprint(1, new Reach.Pixels(OVERLAP, 1), bytes, MapSize.result(scale));
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return Scope.returning(
        // Fourier transforms have no half precision.
        () -> Precision.F32.of(lowResolution, picture -> restored(picture, known, scale)));
  }

  private Tensor restored(Tensor lowResolution, PixelMaps known, int scale) {
    Tensor extended = WrapBoundary.extended(lowResolution, scale);
    Blur blur = blur(lowResolution, known, scale);
    Tensor weights =
        WrapBoundary.wrap(blur.weights, scale * Ops.height(extended), scale * Ops.width(extended));
    Tensor kernels = PeriodicKernels.sampledFromFirst(blur.kernels, scale);
    return network
        .forward(extended, kernels, weights, scale, noise(lowResolution, known))
        .narrow(2, 0, scale * Ops.height(lowResolution))
        .narrow(3, 0, scale * Ops.width(lowResolution))
        .contiguous();
  }

  /** Kernels (N, P, K, K) and their weights at every pixel of the result. */
  private record Blur(Tensor kernels, Tensor weights) {}

  private static Blur blur(Tensor lowResolution, PixelMaps known, int scale) {
    long count = lowResolution.size(0);
    long height = scale * Ops.height(lowResolution);
    long width = scale * Ops.width(lowResolution);
    Kernels kernels = known.kernels(KernelKind.REDUCTION, scale);
    if (kernels != null) {
      long[] everywhere = {count, 1, height, width};
      return new Blur(kernels.whole(), torch.ones(everywhere, lowResolution.options()));
    }
    SigmaLevels levels = SigmaLevels.of(known.quantity(BLUR, height, width));
    return new Blur(levels.reducing(scale).expand(count, -1, -1, -1), levels.weights());
  }

  /** The mean noise of each picture divided by 255, (N, 1, 1, 1). */
  private static Tensor noise(Tensor lowResolution, PixelMaps known) {
    Tensor plane = known.planes().get(NOISE);
    long[] one = {lowResolution.size(0), 1, 1, 1};
    return plane == null
        ? torch.zeros(one, lowResolution.options())
        : Ops.scale(torch.adaptive_avg_pool2d(plane, new long[] {1, 1}), 1 / LEVELS);
  }
}
