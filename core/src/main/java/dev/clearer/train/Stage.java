package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.image.LabelMap;
import dev.clearer.image.MapKind;
import dev.clearer.image.PixelMap;
import dev.clearer.infer.Result;
import dev.clearer.infer.Task;
import dev.clearer.infer.Upscaler;
import dev.clearer.model.Estimator;
import dev.clearer.model.Facts;
import dev.clearer.model.Footprint;
import dev.clearer.model.Model;
import dev.clearer.model.Network;
import dev.clearer.model.PixelMaps;
import dev.clearer.model.Restorer;
import dev.clearer.net.Architecture;
import dev.clearer.net.PairNetwork;
import dev.clearer.tensor.Compute;
import dev.clearer.tensor.Tensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.StringSharedModuleDict;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model in training: an estimator, a restorer, or both; which of them is trained; the maps that
 * the restorer gets; and the losses. The paper's three stages are configurations of it (estimator
 * alone; restorer with true maps; restorer with a frozen estimator), as are the compact network's
 * joint and staged training.
 */
final class Stage {
  private static final long TILE_MEMORY = 3L << 29;

  private final StageSettings settings;
  private final List<Network> parts;
  private final Network network;
  private final @Nullable Estimator estimator;
  private final @Nullable Restorer restorer;

  /**
   * A stage with random weights; create it outside any scope.
   *
   * @throws InputException if the networks do not fit each other or the settings
   */
  Stage(StageSettings settings) {
    this.settings = settings;
    parts = settings.networks().stream().map(part -> Architecture.build(part.network())).toList();
    network = parts.size() == 1 ? parts.get(0) : new PairNetwork(parts.get(0), parts.get(1));
    estimator = network.estimator();
    restorer = network.restorer();
    requireHalves();
    if (estimator != null && restorer != null) {
      model(estimator, restorer);
    }
    requireScales();
  }

  private Model model(Estimator first, Restorer second) {
    return new Model(first, second, List.of(), List.of(network.module()));
  }

  private void requireHalves() {
    boolean tells = settings.told() != Told.TRUTH || settings.learns() != Learning.RESTORER;
    if (tells && estimator == null) {
      throw new InputException(
          "stage.networks has no estimator: add one, or set learns to RESTORER and told to TRUTH.");
    }
    if (settings.learns() != Learning.ESTIMATOR && restorer == null) {
      throw new InputException(
          "stage.networks has no restorer: add one, or set learns to ESTIMATOR.");
    }
    boolean needed = settings.learns() == Learning.RESTORER && settings.told() != Told.TRUTH;
    boolean reads = restorer != null && !restorer.facts().maps().isEmpty();
    if (needed && reads && settings.networks().get(0).initial().isEmpty()) {
      throw new InputException(
          "stage.learns RESTORER needs initial weights of the estimator: with random weights"
              + " its maps would be useless.");
    }
  }

  private void requireScales() {
    for (Facts facts : facts()) {
      if (!facts.scales().containsAll(settings.scales())) {
        throw new InputException(
            "stage.scales are %s, but %s has %s: choose from these."
                .formatted(settings.scales(), facts.name(), facts.scales()));
      }
    }
    int names = settings.classNames().size();
    if (names > 0 && estimator != null && names != estimator.facts().classes()) {
      throw new InputException(
          "stage.classes are the %d of %s, but %s has %d classes: make them agree."
              .formatted(
                  names,
                  settings.classes(),
                  estimator.facts().name(),
                  estimator.facts().classes()));
    }
  }

  private List<Facts> facts() {
    return Stream.of(
            estimator == null ? null : estimator.facts(),
            restorer == null ? null : restorer.facts())
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /**
   * Checks that it can be trained with crops of {@code width} x {@code height} low-resolution
   * pixels in parts of {@code batch} samples.
   *
   * @throws InputException if it cannot
   */
  void requireFitting(int width, int height, int batch) {
    for (int scale : settings.scales()) {
      for (Footprint footprint : footprints(scale)) {
        requireFitting(width, height, footprint);
      }
    }
    if (batch < 2 && !NetworkState.buffers(network.module()).isEmpty()) {
      throw new InputException(
          "training.parts must leave 2 samples or more per part: batch norms of one pixel per channel"
              + " need them.");
    }
  }

  private void requireFitting(int width, int height, Footprint footprint) {
    int multiple = footprint.multiple();
    if (width % multiple != 0 || height % multiple != 0) {
      throw new InputException(
          "The sides of data.crop must be multiples of %d for this network.".formatted(multiple));
    }
    int side = settings.restoredSide();
    int grid = footprint.mapSize().perInputPixels();
    boolean whole = side == 0;
    boolean inside = side <= Math.min(width, height);
    boolean onGrid = (width - side) / 2 % grid == 0 && (height - side) / 2 % grid == 0;
    if (!whole && !(inside && onGrid && side % grid == 0)) {
      throw new InputException(
          ("stage.restoredSide must be 0 or at most the shorter side of data.crop, and leave a margin"
                  + " that is a multiple of %d, not %d.")
              .formatted(grid, side));
    }
  }

  private List<Footprint> footprints(int scale) {
    return Stream.of(
            estimator == null ? null : estimator.footprint(scale),
            restorer == null ? null : restorer.footprint(scale))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** The module with all networks, as stored in checkpoints. */
  Module module() {
    return network.module();
  }

  /** The number of classes; larger labels count as unknown. */
  int classes() {
    return estimator == null ? LabelMap.IGNORE : estimator.facts().classes();
  }

  /** Handles to the trained parameters; create them outside any scope. */
  Map<String, Tensor> trained() {
    return NetworkState.parameters(module(), name -> !isFrozen(name));
  }

  private boolean isFrozen(String name) {
    return switch (settings.learns()) {
      case BOTH -> false;
      case ESTIMATOR -> !network.estimates(name);
      case RESTORER -> network.estimates(name);
    };
  }

  /** Sets the trained half to training mode and the other to evaluation mode. */
  void train() {
    module().train(true);
    StringSharedModuleDict children = module().named_children();
    for (long i = 0; i < children.size(); i++) {
      if (isFrozen(children.get(i).key().getString() + ".")) {
        children.get(i).value().eval();
      }
    }
  }

  /**
   * Loads the initial weights of a new run; not called for resumed runs.
   *
   * @return log lines about the loaded weights
   * @throws InputException if weights are missing or do not fit
   */
  List<String> initialise() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String initial = settings.networks().get(i).initial();
      if (!initial.isEmpty()) {
        lines.add(parts.get(i).begin(RunFolder.weights(initial), initial));
      }
    }
    return lines;
  }

  /** The samples as tensors, with maps in the size of the estimator's. */
  Batch batch(List<Sample> samples) {
    return Batch.of(samples, footprints(samples.get(0).scale()).get(0).mapSize());
  }

  /**
   * The losses of a batch, in the current scope.
   *
   * @param random random numbers, drawn sample by sample
   */
  List<LossTerm> losses(Batch batch, SplittableRandom random) {
    Tensor lowResolution = Tensors.channelsLast(batch.lowResolution());
    List<LossTerm> own = ownLosses(lowResolution, batch);
    if (!own.isEmpty()) {
      return own;
    }
    List<PixelMaps> estimates = estimates(lowResolution, batch.scale());
    List<LossTerm> terms = new ArrayList<>();
    if (restorer != null && settings.learns() != Learning.ESTIMATOR) {
      PixelMaps known = restorerMaps(estimates, batch, random);
      terms.add(new LossTerm("picture", 1, pictureLoss(restorer, lowResolution, known, batch)));
    }
    if (settings.learns() != Learning.RESTORER) {
      LossSettings losses = settings.losses();
      for (PixelMaps auxiliary : estimates.subList(1, estimates.size())) {
        MapLosses.add(terms, losses.auxiliary(), "_auxiliary", auxiliary, batch.truth());
      }
      MapLosses.add(terms, losses.maps(), "", estimates.get(0), batch.truth());
    }
    return terms;
  }

  private List<LossTerm> ownLosses(Tensor lowResolution, Batch batch) {
    boolean estimating = settings.learns() != Learning.RESTORER;
    boolean restoring = settings.learns() != Learning.ESTIMATOR;
    List<LossTerm> own = new ArrayList<>();
    network
        .ownLosses(lowResolution, batch.sharp(), batch.truth(), estimating, restoring)
        .forEach((name, value) -> own.add(new LossTerm(name, 1, value)));
    return own;
  }

  /** All estimates; a frozen estimator gets no gradient. */
  private List<PixelMaps> estimates(Tensor lowResolution, int scale) {
    if (estimator == null) {
      return List.of();
    }
    if (settings.learns() != Learning.RESTORER) {
      return estimator.estimateForTraining(lowResolution, scale);
    }
    if (settings.told() == Told.TRUTH) {
      return List.of();
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      return List.of(estimator.estimate(lowResolution, scale));
    }
  }

  private PixelMaps restorerMaps(List<PixelMaps> estimates, Batch batch, SplittableRandom random) {
    return switch (settings.told()) {
      case TRUTH -> batch.truth();
      case ESTIMATED -> estimates.get(0);
      case HALF -> half(estimates.get(0), batch.truth(), random);
    };
  }

  /** The true quantities for about half of the samples and the estimated ones for the rest. */
  private static PixelMaps half(PixelMaps estimate, PixelMaps truth, SplittableRandom random) {
    Tensor blur = truth.plane(MapKind.BLUR);
    Tensor chosen = chosen((int) blur.size(0), random).to(blur.device(), blur.scalar_type());
    PixelMaps mixed = estimate;
    for (Map.Entry<MapKind, Tensor> known : truth.planes().entrySet()) {
      Tensor estimated = estimate.planes().get(known.getKey());
      if (estimated != null && known.getKey().isQuantity()) {
        Tensor difference = truth.quantity(known.getKey(), estimated.size(2), estimated.size(3));
        Tensor plane = difference.sub(estimated).mul(chosen).nan_to_num().add(estimated);
        mixed = mixed.with(known.getKey(), plane);
      }
    }
    return mixed;
  }

  /** 1 for the samples with true quantities, 0 for the others: (N, 1, 1, 1). */
  private static Tensor chosen(int count, SplittableRandom random) {
    float[] chosen = new float[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = random.nextInt(2);
    }
    return Tensors.of(chosen, count, 1, 1, 1);
  }

  /** Skips the random numbers that {@link #losses} draws for the samples of other processes. */
  void skip(int samples, SplittableRandom random) {
    if (settings.told() == Told.HALF && settings.learns() != Learning.ESTIMATOR) {
      for (int i = 0; i < samples; i++) {
        random.nextInt(2);
      }
    }
  }

  private Tensor pictureLoss(
      Restorer restoring, Tensor lowResolution, PixelMaps maps, Batch batch) {
    boolean goesOn = estimator != null && restoring.continues(estimator);
    PixelMaps known = goesOn ? maps : maps.withoutFeatures();
    Middle middle = Middle.in(lowResolution, settings.restoredSide());
    Tensor picture =
        restoring.restore(middle.of(lowResolution), middle.of(known, lowResolution), batch.scale());
    return settings.losses().picture().of(picture, middle.of(batch.sharp(), batch.scale()));
  }

  /** The validation score; larger is better. */
  double score(Score mean) {
    return settings.learns() == Learning.ESTIMATOR ? mean.ofMaps() : mean.psnr();
  }

  /** Runs it on a whole picture; the networks must be in evaluation mode. */
  Estimate estimate(Sample sample, Compute compute) {
    if (estimator != null && restorer != null && settings.told() != Told.TRUTH) {
      return asUsersGetIt(model(estimator, restorer), sample, compute);
    }
    return WholePicture.estimate(estimator, restorer, batch(List.of(sample)), compute);
  }

  /** Runs it on a whole picture tile by tile. */
  private static Estimate asUsersGetIt(Model model, Sample sample, Compute compute) {
    Upscaler upscaler =
        new Upscaler(
            model, new Upscaler.Settings(compute.precision(), TILE_MEMORY, compute.device()));
    Result result =
        upscaler.upscale(sample.lowResolution(), Task.scale(sample.scale()), Progress.NONE);
    Map<MapKind, PixelMap> maps = new EnumMap<>(MapKind.class);
    result.estimated().keySet().forEach(kind -> maps.put(kind, result.required(kind)));
    return new Estimate(result.picture(), maps);
  }
}
