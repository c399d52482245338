package dev.clearer.train;

import dev.clearer.InputException;
import dev.clearer.data.Batch;
import dev.clearer.data.Sample;
import dev.clearer.net.Cmos;
import dev.clearer.tensor.Tensors;
import dev.clearer.tensor.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Module;

/** Stage 1: the estimator of blur and semantics, from the estimates at both depths. */
final class CmosStage implements Stage {
  private static final String BACKBONE = "backbone.";
  private static final int NAMES_LISTED = 5;

  private final Settings settings;
  private final Cmos network;

  /**
   * Stage 1 as an experiment describes it; the weights multiply mean absolute errors of sigma in
   * pixels and mean cross entropies.
   *
   * @param network the sizes
   * @param backbone file of ImageNet weights of HRNet-W18-small-v2, or empty: random weights
   * @param auxiliaryBlurWeight of the blur estimated from the finest scale alone
   * @param auxiliaryClassWeight of the classes estimated from the finest scale alone
   * @param blurWeight of the blur
   * @param classWeight of the classes
   */
  public record Settings(
      Cmos.Config network,
      String backbone,
      double auxiliaryBlurWeight,
      double auxiliaryClassWeight,
      double blurWeight,
      double classWeight)
      implements StageSettings {
    @Override
    public Stage build() {
      return new CmosStage(this);
    }

    @Override
    public int scale() {
      return Cmos.SCALE;
    }

    @Override
    public int classes() {
      return network.classes();
    }
  }

  private CmosStage(Settings settings) {
    this.settings = settings;
    network = new Cmos(settings.network);
  }

  @Override
  public Module network() {
    return network;
  }

  @Override
  public List<String> initialise() {
    if (settings.backbone.isEmpty()) {
      return List.of();
    }
    Weights file = Weights.read(Path.of(settings.backbone));
    Weights.Matching matching =
        file.renamed(name -> BACKBONE + name).applyMatching(network, BACKBONE);
    if (matching.filled().isEmpty()) {
      throw new InputException(
          settings.backbone
              + " has no tensor of the backbone: name hrnet_w18_small_model_v2.pth, or leave"
              + " stage.backbone empty.");
    }
    return List.of(told(matching));
  }

  private String told(Weights.Matching matching) {
    int all = matching.filled().size() + matching.missing().size();
    return "backbone: %d of its %d tensors from %s%s; %d of the file's are not used"
        .formatted(
            matching.filled().size(),
            all,
            settings.backbone,
            matching.missing().isEmpty() ? "" : ", not " + some(matching.missing()),
            matching.unused().size());
  }

  private static String some(List<String> names) {
    return names.stream().limit(NAMES_LISTED).collect(Collectors.joining(", "))
        + (names.size() > NAMES_LISTED ? ", ..." : "");
  }

  @Override
  public List<Term> losses(Batch batch, SplittableRandom random) {
    Cmos.TrainingMaps maps = network.forwardForTraining(batch.lowResolution());
    return List.of(
        new Term(
            "blur_auxiliary",
            settings.auxiliaryBlurWeight,
            Losses.l1(maps.auxiliary().blur(), batch.blur())),
        Term.ofClasses(
            "classes_auxiliary",
            settings.auxiliaryClassWeight,
            maps.auxiliary().classes(),
            batch.labels()),
        new Term("blur", settings.blurWeight, Losses.l1(maps.maps().blur(), batch.blur())),
        Term.ofClasses("classes", settings.classWeight, maps.maps().classes(), batch.labels()));
  }

  @Override
  public Estimate estimate(Sample sample, Machine machine) {
    return Evaluation.of(
        sample,
        machine,
        batch -> {
          Cmos.Maps maps = network.forward(batch.lowResolution());
          return new Estimate(null, Tensors.blurMap(maps.blur()), Tensors.labelMap(maps.classes()));
        });
  }

  @Override
  public double score(Score mean) {
    return mean.ofMaps();
  }
}
