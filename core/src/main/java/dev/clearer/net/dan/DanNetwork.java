package dev.clearer.net.dan;

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
import dev.clearer.net.kernel.KernelCoder;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link Dan} as both halves of a model. The estimator is the alternation up to the code that the
 * last picture is told, and draws one conclusion from the whole picture; the restorer makes the
 * last picture, so that both together are DAN. Told by another estimator, the restorer gets a code
 * at every pixel, which is our extension: see {@link KernelCoder} for what is lost on the way.
 */
public final class DanNetwork implements Network, Estimator {
  /** DAN version 1. */
  public static final Family<DanV1.Config> VERSION_1 =
      Family.of("dan-v1", new DanV1.Config(4, 7, 3, 1), DanNetwork::version1)
          .recognising(DanNetwork::looksLikeVersion1, DanNetwork::sizesOfVersion1)
          .published(
              new Publication(
                  2020,
                  "Luo, Huang, Li, Wang and Tan: Unfolding the Alternating Optimization for Blind"
                      + " Super Resolution. NeurIPS 2020",
                  List.of(2, 3, 4),
                  4_329_511,
                  360.6));

  /** DAN version 2. */
  public static final Family<DanV2.Config> VERSION_2 =
      Family.of("dan-v2", new DanV2.Config(4, 7, 3, 1, 1), DanNetwork::version2)
          .recognising(DanNetwork::looksLikeVersion2, DanNetwork::sizesOfVersion2)
          .published(
              new Publication(
                  2021,
                  "Luo, Huang, Li, Wang and Tan: End-to-end Alternating Optimization for Blind"
                      + " Super Resolution. arXiv 2105.06878, 2021",
                  List.of(1, 2, 3, 4),
                  4_707_708,
                  358.2));

  private static final String MATRIX = "encoder";

  /**
   * Tiles overlap by so many low-resolution pixels: the layers look farther, but hardly. Version 1
   * also weighs channels by their means over what it is given.
   */
  private static final int OVERLAP = 32;

  /** Measured at the published sizes in float32, rounded up: at the input's size, and beyond. */
  private static final int BYTES_PER_PIXEL = 3000;

  private static final int BYTES_PER_RESULT_PIXEL = 800;

  private final Dan network;
  private final KernelCoder coder;
  private final String name;

  private DanNetwork(Dan network, String name) {
    this.network = network;
    this.name = name;
    DanSizes sizes = network.sizes();
    network.setComponents(KernelCoder.learnt(sizes.kernelSize(), sizes.components()));
    coder = new KernelCoder(network.matrix(), sizes.kernelSize());
  }

  /** Version 1 with random weights; build it outside any scope. */
  public static DanNetwork version1(DanV1.Config config) {
    return new DanNetwork(new DanV1(config), "dan-v1");
  }

  /** Version 2 with random weights; build it outside any scope. */
  public static DanNetwork version2(DanV2.Config config) {
    return new DanNetwork(new DanV2(config), "dan-v2");
  }

  /** Whether names of {@code weights} are those of {@link DanV1}. */
  public static boolean looksLikeVersion1(Weights weights) {
    return weights.names().containsAll(List.of(MATRIX, "Restorer.head.weight"));
  }

  /** Whether names of {@code weights} are those of {@link DanV2}. */
  public static boolean looksLikeVersion2(Weights weights) {
    return weights.names().containsAll(List.of(MATRIX, "Restorer.head1.weight"));
  }

  /** The sizes of {@code weights} that look like version 1. */
  public static DanV1.Config sizesOfVersion1(Weights weights) {
    List<Long> matrix = weights.shape(MATRIX);
    int blocks = count(weights, "Restorer.body.", 2);
    return new DanV1.Config(scale(weights), side(matrix), components(matrix), blocks);
  }

  /** The sizes of {@code weights} that look like version 2. */
  public static DanV2.Config sizesOfVersion2(Weights weights) {
    List<Long> matrix = weights.shape(MATRIX);
    int groups = count(weights, "Restorer.body.", 2);
    int blocks = count(weights, "Restorer.body.0.body.", 4);
    return new DanV2.Config(scale(weights), side(matrix), components(matrix), groups, blocks);
  }

  /** How many numbers there are at {@code place} of the names that begin with {@code prefix}. */
  private static int count(Weights weights, String prefix, int place) {
    return (int)
        weights.names().stream()
            .filter(tensor -> tensor.startsWith(prefix))
            .map(tensor -> tensor.split("\\.", -1)[place])
            .distinct()
            .count();
  }

  private static int scale(Weights weights) {
    if (weights.names().contains("Restorer.upscale.4.weight")) {
      return 4;
    }
    String first = "Restorer.upscale.0.weight";
    if (!weights.names().contains(first)) {
      return 1;
    }
    List<Long> shape = weights.shape(first);
    return (int) Math.round(Math.sqrt((double) shape.get(0) / shape.get(1)));
  }

  private static int side(List<Long> matrix) {
    return (int) Math.round(Math.sqrt(matrix.get(1)));
  }

  private static int components(List<Long> matrix) {
    return Math.toIntExact(matrix.get(2));
  }

  @Override
  public Module module() {
    return network.module();
  }

  @Override
  public Facts facts() {
    BlurForm form = BlurForm.ONE_KERNEL;
    return new Facts(name, Set.of(network.sizes().scale()), Set.of(BLUR), Set.of(), form, 0);
  }

  @Override
  public Restorer restorer() {
    return new Restoration();
  }

  @Override
  public boolean estimates(String parameter) {
    return parameter.startsWith("Estimator.");
  }

  @Override
  public Footprint footprint(int scale) {
    return new Footprint(1, new Reach.Whole(), bytesPerPixel(scale), MapSize.INPUT);
  }

  private static int bytesPerPixel(int scale) {
    return BYTES_PER_PIXEL + BYTES_PER_RESULT_PIXEL * scale * scale;
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(
        () -> {
          Tensor estimate = network.lastEstimate(lowResolution);
          if (network instanceof DanV1) {
            return coder.maps(estimate);
          }
          int size = network.sizes().kernelSize();
          Tensor kernel = estimate.view(-1, 1, size, size).flip(2, 3);
          return PixelMaps.of(Kernels.everywhere(kernel, KernelKind.BLUR), scale);
        });
  }

  /** The restorer alone, which other estimators may tell a code a pixel. */
  private final class Restoration implements Restorer {
    @Override
    public Facts facts() {
      return DanNetwork.this.facts().withBlur(BlurForm.KERNELS);
    }

    @Override
    public Footprint footprint(int scale) {
      Reach.Pixels reach = new Reach.Pixels(OVERLAP, 1);
      return new Footprint(1, reach, bytesPerPixel(scale), MapSize.INPUT);
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      long height = Ops.height(lowResolution);
      Tensor codes = coder.codes(known, scale, height, Ops.width(lowResolution));
      return network.restore(lowResolution, codes);
    }
  }

  /**
   * {@link DanLosses} of the network as a whole. Of a picture whose blur varies, the true kernel is
   * the mean of all pixels': one kernel is all that DAN knows.
   */
  @Override
  public Map<String, Tensor> ownLosses(
      Tensor lowResolution, Tensor sharp, PixelMaps truth, boolean estimator, boolean restorer) {
    if (!estimator || !restorer) {
      throw new InputException(
          "Both halves of DAN learn together: set stage.learns to BOTH and stage.told to ESTIMATED.");
    }
    Tensor kernels = KernelCoder.meanKernels(truth.plane(BLUR), network.sizes().kernelSize());
    DanLosses losses = DanLosses.of(network, lowResolution, sharp, kernels);
    Map<String, Tensor> own = new LinkedHashMap<>();
    own.put("picture", losses.picture());
    own.put("blur", losses.estimate());
    return own;
  }
}
