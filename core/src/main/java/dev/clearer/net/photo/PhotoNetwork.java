package dev.clearer.net.photo;

import dev.clearer.image.MapKind;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Family;
import dev.clearer.model.Footprint;
import dev.clearer.model.MapSize;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Publication;
import dev.clearer.model.Reach;
import dev.clearer.model.Restorer;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Scope;
import dev.clearer.tensor.Weights;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link Photo} as both halves of a model. Its restorer goes on from the features of its own
 * estimator, so that the trunk runs once; beside another estimator it runs its own trunk.
 */
public final class PhotoNetwork implements Network, Estimator {
  /** The photo network of this project. */
  public static final Family<PhotoConfig> FAMILY =
      Family.of("photo", new PhotoConfig(8, 1, 1, 4, 3), PhotoNetwork::new)
          .recognising(PhotoNetwork::looksLike, PhotoNetwork::sizes)
          .published(new Publication(2026, "Clearer, this project", List.of(1, 2, 4), 0, 0));

  private static final String NAME = "photo";
  private static final Set<Integer> SCALES = Set.of(1, 2, Photo.TRUNK);
  private static final double LEVELS = 255;

  /** Planes as wide as the trunk that are alive at the peak, counted in the code of both halves. */
  private static final int PLANES = 8;

  private static final int FLOAT_BYTES = 4;

  private final Photo network;

  /** A network with fresh weights; build it outside any scope. */
  public PhotoNetwork(PhotoConfig config) {
    network = new Photo(config);
  }

  /** Whether names of {@code weights} are those of {@link Photo}. */
  public static boolean looksLike(Weights weights) {
    return weights.has("head_x1.") && weights.has("restore0.") && weights.has("maps.");
  }

  /** The sizes that {@code weights} have. */
  public static PhotoConfig sizes(Weights weights) {
    return new PhotoConfig(
        outputs(weights, "maps", 1),
        count(weights, "estimate"),
        count(weights, "restore"),
        weights.has("known.") ? outputs(weights, "known", 0) : 0,
        outputs(weights, "classes", 0));
  }

  private static int outputs(Weights weights, String layer, int dimension) {
    return Math.toIntExact(weights.shape(layer + ".weight").get(dimension));
  }

  private static int count(Weights weights, String block) {
    int count = 0;
    while (weights.has(block + count + ".")) {
      count++;
    }
    return count;
  }

  @Override
  public Module module() {
    return network;
  }

  /** All but what only the restorer uses: without the estimator's features it can do nothing. */
  @Override
  public boolean estimates(String name) {
    return !name.matches("(known|restore\\d+|merge|tail)\\..*");
  }

  /** Of the estimator. */
  @Override
  public Facts facts() {
    return new Facts(NAME, SCALES, EnumSet.allOf(MapKind.class), network.config().classes());
  }

  @Override
  public Restorer restorer() {
    Set<MapKind> read =
        network.config().known() == 0
            ? Set.of()
            : Set.of(MapKind.BLUR, MapKind.UNCERTAINTY, MapKind.NOISE);
    return new Restoration(this, new Facts(NAME, SCALES, read, 0));
  }

  @Override
  public Footprint footprint(int scale) {
    return footprint(scale, network.estimatorReach());
  }

  private Footprint footprint(int scale, int trunkPixels) {
    int perTrunkPixel = Photo.TRUNK / scale;
    int width = network.config().width();
    int outputs = 3 * Photo.TRUNK * Photo.TRUNK;
    int bytes = FLOAT_BYTES * (PLANES * width + 2 * outputs);
    return new Footprint(
        perTrunkPixel,
        new Reach.Pixels(trunkPixels * perTrunkPixel, perTrunkPixel),
        bytes / (perTrunkPixel * perTrunkPixel),
        new MapSize(1, perTrunkPixel));
  }

  @Override
  public PixelMaps estimate(Tensor lowResolution, int scale) {
    return PixelMaps.returning(
        () -> {
          Photo.Estimate estimate = network.estimate(lowResolution, scale);
          Map<MapKind, Tensor> planes = new EnumMap<>(MapKind.class);
          planes.put(MapKind.BLUR, estimate.sigma());
          planes.put(MapKind.UNCERTAINTY, estimate.logScale().exp());
          planes.put(MapKind.NOISE, estimate.logNoise().exp().mul(new Scalar(LEVELS)));
          planes.put(MapKind.CLASSES, estimate.scores());
          Tensor features = Ops.concat(estimate.entry(), estimate.features());
          return new PixelMaps(planes, null, features);
        });
  }

  /** The other half, told the quantities that the first one gives. */
  private record Restoration(PhotoNetwork half, Facts facts) implements Restorer {
    @Override
    public Footprint footprint(int scale) {
      int beside = half.network.estimatorReach() + half.network.restorerReach();
      return half.footprint(scale, beside);
    }

    @Override
    public boolean continues(Estimator estimator) {
      return estimator == half;
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      return Scope.returning(() -> half.restored(lowResolution, known, scale));
    }
  }

  private Tensor restored(Tensor lowResolution, PixelMaps known, int scale) {
    Tensor handed = known.features();
    Photo.Estimate own =
        handed == null ? network.estimate(lowResolution, scale) : of(handed, known);
    if (network.config().known() == 0) {
      return network.restore(
          lowResolution, scale, own, own.sigma(), own.logScale(), own.logNoise());
    }
    return network.restore(
        lowResolution,
        scale,
        own,
        told(known, MapKind.BLUR, own),
        told(known, MapKind.UNCERTAINTY, own).log(),
        told(known, MapKind.NOISE, own).div(new Scalar(LEVELS)));
  }

  /**
   * A map at the trunk's size. No gradient goes back through it: maps are learnt from the truth
   * alone, or they would say what helps the restorer and not what is.
   */
  private static Tensor told(PixelMaps known, MapKind kind, Photo.Estimate own) {
    return known.quantity(kind, Ops.height(own.entry()), Ops.width(own.entry())).detach();
  }

  /** The features that were handed on; of an estimate, its restorer takes nothing else. */
  private Photo.Estimate of(Tensor handed, PixelMaps known) {
    int width = network.config().width();
    Tensor blur = known.plane(MapKind.BLUR);
    return new Photo.Estimate(
        handed.narrow(1, 0, width), handed.narrow(1, width, width), blur, blur, blur, blur);
  }
}
