package dev.clearer.net.usrnet;

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
import dev.clearer.net.kernel.SigmaLevels;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link UsrNet} as the restorer of a model. Told one kernel, it restores with that kernel. Told a
 * sigma per pixel, it restores with the kernels of all {@link SigmaLevels} that occur and mixes the
 * results: as many passes as there are levels. It is told a noise of at least 2 of 255, because it
 * amplifies the rounding of 8-bit pictures otherwise.
 */
public final class UsrNetNetwork implements Network, Restorer {
  /** USRNet and USRNet-tiny. */
  public static final Family<UsrNet.Config> FAMILY =
      Family.of("usrnet", new UsrNet.Config(2, List.of(4, 4, 8, 8), 4), UsrNetNetwork::new)
          .recognising(
              weights -> UsrNet.Config.of(weights).isPresent(),
              weights ->
                  UsrNet.Config.of(weights)
                      .orElseThrow(() -> new InputException("the layers are not USRNet's")))
          .published(
              new Publication(
                  2020,
                  "Zhang, Van Gool and Timofte: Deep Unfolding Network for Image Super-Resolution."
                      + " CVPR 2020",
                  List.of(1, 2, 3, 4),
                  17_016_016,
                  2667));

  private static final Set<Integer> SCALES = Set.of(1, 2, 3, 4);
  private static final double LEAST_NOISE = 2;
  private static final double LEVELS = 255;

  /** Minimum overlap of tiles in low-resolution pixels. The data step sees the whole tile. */
  private static final int OVERLAP = 32;

  /** Per result pixel: double-precision spectra, and the U-Net's widest features in float32. */
  private static final int SPECTRA_BYTES = 700;

  private static final int BYTES_PER_CHANNEL = 24;

  private final UsrNet network;

  /** A network with random weights. Call it outside any scope. */
  public UsrNetNetwork(UsrNet.Config config) {
    network = new UsrNet(config);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return new Facts("usrnet", SCALES, Set.of(BLUR), Set.of(NOISE), BlurForm.ONE_KERNEL, 0);
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
        () -> {
          Tensor noise = noise(lowResolution, known);
          Kernels kernels = known.kernels(KernelKind.REDUCTION, scale);
          if (kernels != null) {
            Tensor kernel = PeriodicKernels.sampledFromFirst(kernels.whole(), scale);
            return network.restorePhotograph(lowResolution, kernel, scale, noise);
          }
          return mixed(lowResolution, known, scale, noise);
        });
  }

  private Tensor mixed(Tensor lowResolution, PixelMaps known, int scale, Tensor noise) {
    long height = scale * Ops.height(lowResolution);
    long width = scale * Ops.width(lowResolution);
    SigmaLevels levels = SigmaLevels.of(known.quantity(BLUR, height, width));
    Tensor kernels = PeriodicKernels.sampledFromFirst(levels.reducing(scale), scale);
    Tensor sum = torch.zeros_like(levels.weight(0));
    for (int level = 0; level < levels.sigmas().size(); level++) {
      Tensor kernel = kernels.narrow(1, level, 1).expand(lowResolution.size(0), 1, -1, -1);
      Tensor part = network.restorePhotograph(lowResolution, kernel, scale, noise);
      sum = sum.add(part.mul(levels.weight(level)));
    }
    return sum;
  }

  /** The mean noise of each picture divided by 255, (N, 1, 1, 1). */
  private static Tensor noise(Tensor lowResolution, PixelMaps known) {
    Tensor plane = known.planes().get(NOISE);
    long[] single = {1, 1};
    Tensor mean =
        plane == null
            ? torch.zeros(new long[] {lowResolution.size(0), 1, 1, 1}, lowResolution.options())
            : torch.adaptive_avg_pool2d(plane, single);
    return Ops.scale(mean.clamp_min(new Scalar(LEAST_NOISE)), 1 / LEVELS);
  }
}
