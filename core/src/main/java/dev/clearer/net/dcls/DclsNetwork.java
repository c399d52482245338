package dev.clearer.net.dcls;

import static dev.clearer.image.MapKind.BLUR;

import dev.clearer.InputException;
import dev.clearer.model.BlurForm;
import dev.clearer.model.Estimator;
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
import dev.clearer.net.kernel.GaussianTaps;
import dev.clearer.net.kernel.SigmaLevels;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link Dcls} as both halves of a model. The estimator looks at the whole picture and gives its
 * one kernel on the low-resolution grid. Told by another estimator, the restorer gets the Gaussian
 * of the sigma, or, if sigma varies, deconvolves with all {@link SigmaLevels} that occur.
 */
public final class DclsNetwork implements Network, Estimator {
  /** DCLS. */
  public static final Family<DclsConfig> FAMILY =
      Family.of("dcls", new DclsConfig(4, 11, 16, 1, 1), DclsNetwork::new)
          .recognising(
              weights -> DclsConfig.of(weights).isPresent(),
              weights ->
                  DclsConfig.of(weights)
                      .orElseThrow(() -> new InputException("the layers are not DCLS's")))
          .published(
              new Publication(
                  2022,
                  "Luo, Huang, Yu, Li, Fan and Liu: Deep Constrained Least Squares for Blind Image"
                      + " Super-Resolution. CVPR 2022",
                  List.of(2, 3, 4),
                  13_626_048,
                  145.3));

  /** It needs at least seven pixels in each direction. */
  private static final int MULTIPLE = 8;

  /** Minimum overlap of tiles in low-resolution pixels. The attention sees the whole tile. */
  private static final int OVERLAP = 32;

  private static final String ESTIMATOR = "Estimator.";

  private final Dcls network;

  /** A network with random weights. Call it outside any scope. */
  public DclsNetwork(DclsConfig config) {
    network = new Dcls(config);
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public boolean estimates(String parameter) {
    return parameter.startsWith(ESTIMATOR);
  }

  @Override
  public Facts facts() {
    Set<Integer> scales = Set.of(network.config().scale());
    return new Facts("dcls", scales, Set.of(BLUR), Set.of(), BlurForm.ONE_KERNEL, 0);
  }

  @Override
  public Footprint footprint(int scale) {
    return footprint(scale, new Reach.Whole());
  }

  private Footprint footprint(int scale, Reach reach) {
    int perChannel = 60 + 8 * scale * scale;
    return new Footprint(MULTIPLE, reach, network.config().channels() * perChannel, MapSize.INPUT);
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(
        () -> {
          Tensor kernel = network.estimator().forward(lowResolution);
          return PixelMaps.of(Kernels.everywhere(kernel, KernelKind.LOW_RESOLUTION), scale);
        });
  }

  @Override
  public Restorer restorer() {
    return new Restoration();
  }

  /** The other half, which other estimators may tell the blur of each pixel. */
  private final class Restoration implements Restorer {
    @Override
    public Facts facts() {
      return DclsNetwork.this.facts();
    }

    @Override
    public Footprint footprint(int scale) {
      return DclsNetwork.this.footprint(scale, new Reach.Pixels(OVERLAP, MULTIPLE));
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      Kernels kernels = known.kernels(KernelKind.LOW_RESOLUTION, scale);
      return Scope.returning(
          () ->
              kernels == null
                  ? ofSigma(lowResolution, known, scale)
                  : network.restorer().forward(lowResolution, kernels.whole()));
    }

    private Tensor ofSigma(Tensor lowResolution, PixelMaps known, int scale) {
      long height = Ops.height(lowResolution);
      Tensor sigma = known.quantity(BLUR, height, Ops.width(lowResolution));
      SigmaLevels levels = SigmaLevels.of(sigma);
      Tensor kernels = levels.gaussians(scale, network.config().kernelSize()).to(lowResolution);
      return network.restorer().forward(lowResolution, kernels, levels.weights());
    }
  }

  /**
   * The losses of {@link DclsLoss}, of equal weight: the picture's, which does not reach the
   * estimator, and the kernel's. The true kernel is the mean of all pixels' on the low-resolution
   * grid, computed from the true blur; the reference divides the spectra of both pictures instead,
   * which noise and compression make useless.
   */
  @Override
  public Map<String, Tensor> ownLosses(
      Tensor lowResolution, Tensor sharp, PixelMaps truth, boolean estimator, boolean restorer) {
    if (!estimator || !restorer) {
      throw new InputException(
          "Both halves of DCLS learn together: set stage.learns to BOTH and stage.told to ESTIMATED.");
    }
    DclsConfig config = network.config();
    int size = config.kernelSize();
    Tensor kernels = GaussianTaps.of(truth.plane(BLUR), size, config.scale());
    Tensor target =
        kernels.mean(new long[] {2, 3}, false, new ScalarTypeOptional()).view(-1, 1, size, size);
    DclsLoss.Terms terms = DclsLoss.of(network, lowResolution, target, sharp);
    Map<String, Tensor> own = new LinkedHashMap<>();
    own.put("picture", terms.picture());
    own.put("kernel", terms.kernel());
    return own;
  }
}
