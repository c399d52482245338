package dev.clearer.net.cmos;

import static dev.clearer.image.MapKind.BLUR;
import static dev.clearer.image.MapKind.CLASSES;

import dev.clearer.InputException;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.net.block.Gia;
import dev.clearer.net.block.Sizes;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@link Cmos} as the estimator of a model: blur and classes of every pixel of the result. */
public final class CmosNetwork implements Network, Estimator {
  /** CMOS. */
  public static final Family<Cmos.Config> FAMILY =
      Family.of(
              "cmos",
              new Cmos.Config(
                  3,
                  new Hrnet.Config(4, List.of(4, 4, 6, 8), List.of(1, 1, 1), 1),
                  List.of(2, 2, 2, 2),
                  new Gia.Window(4, 4)),
              CmosNetwork::new)
          .recognising(CmosNetwork::looksLike, CmosNetwork::sizes)
          .published(
              new Publication(
                  2023,
                  "Chen, Zhang, Xu, Wang, Wang and Liu: Better \"CMOS\" Produces Clearer Images:"
                      + " Learning Space-Variant Blur Estimation for Blind Image Super-Resolution."
                      + " CVPR 2023",
                  List.of(4),
                  0,
                  0));

  private static final String BACKBONE = "backbone.";
  private static final int NAMES_LISTED = 5;

  /**
   * One pixel of the backbone's coarsest feature covers this many input pixels in each direction.
   */
  private static final int STRIDE = 8;

  /** Minimum overlap of tiles in low-resolution pixels. The attention sees the whole tile. */
  private static final int OVERLAP = 48;

  /** Measured at the paper's sizes in float32 (7 KB beyond 0.2 GB), rounded up. */
  private static final int BYTES_PER_PIXEL = 10_000;

  private final Cmos network;
  private final Facts facts;
  private final Footprint footprint;

  /** Creates a network with random weights. Call it outside any scope. */
  public CmosNetwork(Cmos.Config config) {
    network = new Cmos(config);
    Gia.Window window = config.window();
    int grid = Sizes.common(STRIDE, Sizes.common(window.height(), window.width()));
    facts = new Facts("cmos", Set.of(Cmos.SCALE), Set.of(BLUR, CLASSES), config.classes());
    footprint =
        new Footprint(
            1,
            new Reach.Pixels(Sizes.roundUp(OVERLAP, grid), grid),
            BYTES_PER_PIXEL,
            MapSize.result(Cmos.SCALE));
  }

  /** Whether the names of {@code weights} are those of {@link Cmos}. */
  public static boolean looksLike(Weights weights) {
    return weights.has("GIA_m.") && weights.has("predict.seg.");
  }

  /** The paper's sizes, with the number of classes of {@code weights}. */
  public static Cmos.Config sizes(Weights weights) {
    return Cmos.Config.reference(weights.shape(Cmos.CLASS_SCORES).get(0).intValue());
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public Footprint footprint(int scale) {
    return footprint;
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(
        () -> {
          Cmos.Maps maps = network.forward(lowResolution.contiguous());
          boolean learning = network.is_training();
          // Of 40 planes of scores at the result's size, only the index of the best class is kept.
          return PixelMaps.of(
              maps.blur(), learning ? maps.classes() : Ops.argmaxChannel(maps.classes()));
        });
  }

  @Override
  public List<PixelMaps> estimateForTraining(Tensor lowResolution, int scale) {
    Cmos.TrainingMaps all = network.forwardForTraining(lowResolution.contiguous());
    return List.of(
        PixelMaps.of(all.maps().blur(), all.maps().classes()),
        PixelMaps.of(all.auxiliary().blur(), all.auxiliary().classes()));
  }

  /** Also accepts ImageNet weights of the backbone alone, by name. */
  @Override
  public String begin(Weights weights, String source) {
    if (looksLike(weights)) {
      return Network.super.begin(weights, source);
    }
    Weights.Matching matching =
        weights.renamed(name -> BACKBONE + name).applyMatching(network, BACKBONE);
    if (matching.filled().isEmpty()) {
      throw new InputException(
          source
              + " has no tensor of the backbone: name hrnet_w18_small_model_v2.pth or weights of"
              + " cmos, or leave initial empty.");
    }
    return taken(matching, source);
  }

  private static String taken(Weights.Matching matching, String source) {
    int all = matching.filled().size() + matching.missing().size();
    return "backbone: %d of its %d tensors from %s%s; %d of the file's are not used"
        .formatted(
            matching.filled().size(),
            all,
            source,
            matching.missing().isEmpty() ? "" : ", not " + some(matching.missing()),
            matching.unused().size());
  }

  private static String some(List<String> names) {
    return names.stream().limit(NAMES_LISTED).collect(Collectors.joining(", "))
        + (names.size() > NAMES_LISTED ? ", ..." : "");
  }
}
