package dev.clearer.net.rrdbsft;

import static dev.clearer.image.MapKind.BLUR;
import static dev.clearer.image.MapKind.CLASSES;

import dev.clearer.image.LabelMap;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.net.block.Gia;
import dev.clearer.net.block.Sizes;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link RrdbSft} as the restorer of a model. It reads the blur and the class index of every pixel
 * of the result.
 */
public final class RrdbSftNetwork implements Network, Restorer {
  /** RRDB-SFT, the restorer beside CMOS. */
  public static final Family<RrdbSft.Config> FAMILY =
      Family.of(
              "rrdb-sft", new RrdbSft.Config(8, 4, 1, 2, new Gia.Window(4, 4)), RrdbSftNetwork::new)
          .recognising(RrdbSftNetwork::looksLike, RrdbSftNetwork::sizes)
          .published(
              new Publication(
                  2023,
                  "Chen, Zhang, Xu, Wang, Wang and Liu: Better \"CMOS\" Produces Clearer Images:"
                      + " Learning Space-Variant Blur Estimation for Blind Image Super-Resolution."
                      + " CVPR 2023",
                  List.of(4),
                  0,
                  0));

  private static final String TRUNK = "RRDB_trunk.";

  /** Class index of unknown pixels: close to the classes, but none of them. */
  private static final int UNKNOWN = -1;

  /** Minimum overlap of tiles in low-resolution pixels. The attention sees the whole tile. */
  private static final int OVERLAP = 24;

  /** Measured at the paper's sizes in float32 (50 KB beyond 0.2 GB), rounded up. */
  private static final int BYTES_PER_PIXEL = 55_000;

  private final RrdbSft network;
  private final Facts facts;
  private final Footprint footprint;

  /** Creates a network with random weights. Call it outside any scope. */
  public RrdbSftNetwork(RrdbSft.Config config) {
    network = new RrdbSft(config);
    // The windows cut the maps: in a tile they must be where they are in the whole picture.
    Gia.Window window = config.window();
    int onMaps = Sizes.common(RrdbSft.SCALE, Sizes.common(window.height(), window.width()));
    int grid = onMaps / RrdbSft.SCALE;
    facts = new Facts("rrdb-sft", Set.of(RrdbSft.SCALE), Set.of(BLUR, CLASSES), 0);
    footprint =
        new Footprint(
            1,
            new Reach.Pixels(Sizes.roundUp(OVERLAP, grid), grid),
            BYTES_PER_PIXEL,
            MapSize.result(RrdbSft.SCALE));
  }

  /** Whether the names of {@code weights} are those of {@link RrdbSft}. */
  public static boolean looksLike(Weights weights) {
    return weights.has(TRUNK) && weights.has("fuse.");
  }

  /** The paper's sizes, with the number of blocks of {@code weights}. */
  public static RrdbSft.Config sizes(Weights weights) {
    long blocks =
        weights.names().stream()
            .filter(name -> name.startsWith(TRUNK))
            .map(name -> name.split("\\.", -1)[1])
            .distinct()
            .count();
    return RrdbSft.Config.reference(Math.toIntExact(blocks));
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
  public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
    return Scope.returning(
        () -> {
          long height = Ops.height(lowResolution) * scale;
          long width = Ops.width(lowResolution) * scale;
          Tensor blur = known.quantity(BLUR, height, width);
          Tensor indices = known.classIndices(height, width);
          Tensor unknown = indices.eq(new Scalar(LabelMap.IGNORE));
          Tensor classes = indices.masked_fill(unknown, new Scalar(UNKNOWN)).to(blur.scalar_type());
          return network.forward(lowResolution.contiguous(), blur, classes);
        });
  }
}
