package dev.clearer.net.compact;

import static dev.clearer.image.MapKind.BLUR;
import static dev.clearer.image.MapKind.CLASSES;

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
import dev.clearer.net.block.Sizes;
import dev.clearer.tensor.Ops;
import dev.clearer.tensor.Weights;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** {@link Compact} as both halves of a model; its maps have the input's size. */
public final class CompactNetwork implements Network {
  /** The compact network of this project. */
  public static final Family<CompactConfig> FAMILY =
      Family.of(
              "compact",
              new CompactConfig(
                  4,
                  3,
                  new CompactConfig.Estimator(8, 1, 0, 8, 2, 4, CompactConfig.Interaction.GIA),
                  new CompactConfig.Restorer(
                      8, 1, CompactConfig.Prior.BLUR_AND_CLASSES, CompactConfig.Base.WIENER)),
              CompactNetwork::new)
          .recognising(CompactNetwork::looksLike, CompactConfig::of)
          .published(new Publication(2026, "Clearer, this project", List.of(4), 0, 0));

  private static final String NAME = "compact";
  private static final String ESTIMATOR = "estimator.";

  /** Minimum overlap of the estimator's tiles in low-resolution pixels. */
  private static final int ESTIMATOR_OVERLAP = 64;

  /** Measured in bfloat16, rounded up. */
  private static final int ESTIMATOR_BYTES = 1600;

  private static final int RESTORER_BYTES = 6000;

  private final Compact network;

  /** Creates a network with random weights. Call it outside any scope. */
  public CompactNetwork(CompactConfig config) {
    this(new Compact(config));
  }

  /** Uses {@code network} and changes its memory format to channels-last. */
  CompactNetwork(Compact network) {
    this.network = network;
    network.channelsLast();
  }

  /** Whether the names of {@code weights} are those of {@link Compact}. */
  public static boolean looksLike(Weights weights) {
    return weights.has("estimator.semantic_out.") && weights.has("restorer.tail.");
  }

  @Override
  public Module module() {
    return network;
  }

  @Override
  public Estimator estimator() {
    return new BlurAndClasses(network, estimatorFacts(), estimation());
  }

  @Override
  public Restorer restorer() {
    return new Enlargement(network, restorerFacts(), restoration());
  }

  @Override
  public boolean estimates(String name) {
    return name.startsWith(ESTIMATOR);
  }

  /** Also accepts the weights of a smaller network, see {@link Compact#grow}. */
  @Override
  public String begin(Weights weights, String source) {
    network.grow(weights);
    return "begins with the weights of " + source;
  }

  private Facts facts(Set<MapKind> maps, int classes) {
    return new Facts(NAME, Set.of(network.config().scale()), maps, classes);
  }

  private Facts estimatorFacts() {
    return facts(Set.of(BLUR, CLASSES), network.config().classes());
  }

  private Facts restorerFacts() {
    return switch (network.config().restorer().prior()) {
      case NONE -> facts(Set.of(), 0);
      case BLUR -> facts(Set.of(BLUR), 0);
      case BLUR_AND_CLASSES -> facts(Set.of(BLUR, CLASSES), network.config().classes());
    };
  }

  private Footprint estimation() {
    int grid = network.multiple();
    int reach = Math.max(network.estimatorReach(), ESTIMATOR_OVERLAP);
    Reach.Pixels pixels = new Reach.Pixels(Sizes.roundUp(reach, grid), grid);
    return new Footprint(grid, pixels, ESTIMATOR_BYTES, MapSize.INPUT);
  }

  private Footprint restoration() {
    int grid = network.multiple();
    Reach.Pixels pixels = new Reach.Pixels(network.restorerReach(), grid);
    return new Footprint(grid, pixels, RESTORER_BYTES, MapSize.INPUT);
  }

  private record BlurAndClasses(Compact network, Facts facts, Footprint footprint)
      implements Estimator {
    @Override
    public Footprint footprint(int scale) {
      return footprint;
    }

    @Override
    public PixelMaps estimate(Tensor lowResolution, int scale) {
      Tensor[] maps = network.estimate(lowResolution);
      return PixelMaps.of(maps[0], maps[1]);
    }
  }

  private record Enlargement(Compact network, Facts facts, Footprint footprint)
      implements Restorer {
    @Override
    public Footprint footprint(int scale) {
      return footprint;
    }

    @Override
    public Tensor restore(Tensor lowResolution, PixelMaps known, int scale) {
      long height = Ops.height(lowResolution);
      long width = Ops.width(lowResolution);
      Set<MapKind> read = facts.maps();
      return network.restore(
          lowResolution,
          read.contains(BLUR) ? known.quantity(BLUR, height, width) : null,
          read.contains(CLASSES) ? known.classProbabilities(facts.classes(), height, width) : null);
    }
  }
}
