package dev.clearer.net.srmd;

import static dev.clearer.image.MapKind.BLUR;
import static dev.clearer.image.MapKind.NOISE;

import dev.clearer.InputException;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Companion;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.net.kernel.SigmaCoder;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link Srmd} as the restorer of a model: it reads a code of the blur of every low-resolution
 * pixel (see {@link KernelCoder}) and, where it is known, the noise. Its degradation is this
 * project's, so that nothing is lost on the way but what 15x15 kernels and its training cannot
 * hold: sigmas above 4 pixels.
 */
public final class SrmdNetwork implements Network, Restorer {
  /** SRMD and SRMDNF. */
  public static final Family<Srmd.Config> FAMILY =
      Family.of("srmd", new Srmd.Config(4, true, 3, 8), SrmdNetwork::new)
          .renaming(Srmd::named)
          .recognising(SrmdNetwork::looksLike, SrmdNetwork::sizes)
          .with(new Companion("pca", "srmd_pca_15x225.safetensors", UnaryOperator.identity()))
          .published(
              new Publication(
                  2018,
                  "Zhang, Zuo and Zhang: Learning a Single Convolutional Super-Resolution Network"
                      + " for Multiple Degradations. CVPR 2018",
                  List.of(2, 3, 4),
                  1_553_200,
                  29.8));

  private static final double LEVELS = 255;

  /** Measured at the published sizes in float32, rounded up. */
  private static final int BYTES_PER_PIXEL = 3000;

  private final Srmd network;
  private final KernelCoder coder;

  /** A network with random weights; build it outside any scope. */
  public SrmdNetwork(Srmd.Config config) {
    network = new Srmd(config);
    Tensor matrix = network.holdCoder();
    int size = Srmd.KERNEL_SIZE;
    Scope.run(() -> SigmaCoder.fill(matrix, SigmaCoder.learnt(size, Srmd.CODES).t()));
    coder = new KernelCoder(matrix, SrmdNetwork::rowMajor, size);
  }

  /** SRMD's matrix, (15, 225) for column-major kernels, as (225, 15) for row-major ones. */
  private static Tensor rowMajor(Tensor matrix) {
    int size = Srmd.KERNEL_SIZE;
    return matrix.view(-1, size, size).transpose(1, 2).reshape(-1, (long) size * size).t();
  }

  /** Whether names and shapes of {@code weights} are those of {@link Srmd}. */
  public static boolean looksLike(Weights weights) {
    return Srmd.Config.of(weights).isPresent();
  }

  /** The sizes of {@code weights} that look like it. */
  public static Srmd.Config sizes(Weights weights) {
    return Srmd.Config.of(weights)
        .orElseThrow(() -> new InputException("the layers are not SRMD's"));
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    Srmd.Config config = network.config();
    return new Facts(
        config.noise() ? "srmd" : "srmdnf",
        Set.of(config.scale()),
        Set.of(BLUR),
        config.noise() ? Set.of(NOISE) : Set.of(),
        BlurForm.KERNELS,
        0);
  }

  @Override
  public Footprint footprint(int scale) {
    Reach.Pixels reach = new Reach.Pixels(network.reach(), 1);
    return new Footprint(1, reach, BYTES_PER_PIXEL, MapSize.INPUT);
  }

  @Override
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return Scope.returning(
        () -> {
          long height = Ops.height(lowResolution);
          long width = Ops.width(lowResolution);
          long[] size = {lowResolution.size(0), Srmd.CODES, height, width};
          Tensor codes = coder.codes(known, scale, height, width).expand(size);
          Tensor noise =
              network.config().noise() && known.planes().containsKey(NOISE)
                  ? Ops.scale(known.quantity(NOISE, height, width), 1 / LEVELS)
                  : torch.zeros_like(codes.narrow(1, 0, 1));
          return network.forward(lowResolution, codes, noise);
        });
  }
}
