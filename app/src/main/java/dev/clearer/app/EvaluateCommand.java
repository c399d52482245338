package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.degrade.Recipe;
import dev.clearer.service.EvaluateService;
import dev.clearer.service.ModelChoice;
import dev.clearer.service.NamedModel;
import dev.clearer.service.NamedSource;
import dev.clearer.service.TestPictures;
import dev.clearer.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clearer evaluate}: measures models. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Degrades sharp pictures, always alike (or takes a built dataset), restores them with each",
      "method and measures how well: PSNR-Y and SSIM-Y, also by how blurred the pixels are, the",
      "estimated blur and classes, time and memory. docs/evaluation.md tells the conventions.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clearer evaluate --data data/bsds500/val",
      "  clearer evaluate --data pictures --model mine=runs/first/model.safetensors",
      "      --control control=runs/blind/model.safetensors --output results",
      "  clearer evaluate --data photographs --model photo --groups focus,photo-x1,photo-x4",
      "  clearer evaluate --data Set14 --results EDSR=edsr",
      "      measures on Set14/GT and, where they are, Set14/LRx4",
      "  clearer evaluate --data pictures --export exchange",
      "      writes exchange/val/Group1/LRx4 and Group2/LRx4, which another program restores",
      "  clearer evaluate --data pictures --results MANet=manet",
      "      reads what it made: manet/Group1/<name>.png and manet/Group2/<name>.png"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder of sharp pictures; <name>_regions.png, <name>_depth_mm.png or <name>_labels.png"
              + " beside them where known. Or a benchmark: sharp pictures in DIR/GT (by default made"
              + " small bicubically), and low-resolution ones in DIR/LRx4 if it has them. Or a"
              + " dataset that clearer synthesize built.")
  private Path data = Path.of(".");

  @Option(
      names = "--part",
      paramLabel = "val|test",
      description = "Part of a built dataset (default the one that it has).")
  private @Nullable String part;

  @Option(
      names = {"--groups", "--group"},
      paramLabel = "NAME",
      split = ",",
      description =
          "What is done to the pictures, separated by commas: variant, uniform, photo, focus,"
              + " bicubic, noise, motion, sharp, recipe; with an ending such as photo-x2 at that"
              + " scale (default variant and uniform; of a built dataset, all of its groups).")
  private List<String> groups = List.of();

  @Option(
      names = "--degradation",
      paramLabel = "FILE",
      description =
          "Recipe of the group recipe, which is then the default: a list of steps as in"
              + " configs/degradation.yml, or a training configuration, whose data.degradation is"
              + " taken.")
  private @Nullable Path degradation;

  @Option(
      names = "--model",
      paramLabel = "[NAME=]MODEL",
      description =
          "Model to measure, a name or file; may be given more than once. The first is compared"
              + " with all other methods (default compact-x4).")
  private List<String> models = List.of();

  @Option(
      names = "--estimator",
      paramLabel = "NAME|FILE",
      description =
          "Measure the estimator from here with --restorer (or with the restorer of the only --model)"
              + " as the first model.")
  private @Nullable String estimator;

  @Option(
      names = "--restorer",
      paramLabel = "NAME|FILE",
      description =
          "Measure the restorer from here with --estimator (or with the estimator of the only"
              + " --model) as the first model.")
  private @Nullable String restorer;

  @Option(
      names = "--scale",
      paramLabel = "N",
      converter = Quantities.Scale.class,
      description =
          "How many times smaller the low-resolution pictures are, 1 to 4 (default: what the first"
              + " model does best, 4 for --export, and what each of --groups has).")
  private @Nullable Integer scale;

  @Option(
      names = "--control",
      paramLabel = "[NAME=]MODEL",
      description = "A model trained likewise whose restorer is told nothing about blur.")
  private @Nullable String control;

  @Option(
      names = "--upper-bound",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Also measures the first model given the true blur (default yes).")
  private boolean upperBound;

  @Option(
      names = "--results",
      paramLabel = "NAME=DIR",
      description =
          "Pictures that another program restored: DIR/Group1/<name>.png and DIR/Group2/..., or"
              + " DIR/<name>.png for a single group. May be given more than once.")
  private List<String> results = List.of();

  @Option(
      names = "--max-circle",
      paramLabel = "PIXELS",
      description =
          "Largest circle of confusion (default 21, which is sigma up to 5, or as the dataset was"
              + " built).")
  private @Nullable Double maximumCircle;

  @Option(
      names = "--border",
      paramLabel = "PIXELS",
      defaultValue = "4",
      description = "Left out at every side for PSNR-Y and SSIM-Y (default 4).")
  private int border;

  @Option(
      names = "--classes",
      paramLabel = "NAME",
      description =
          "What the labels are: nyuv2, cityscapes, camvid, or numbers as the model's (default as"
              + " built, or numbers).")
  private @Nullable String classes;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "At most so many pictures (default all).")
  private int pictures;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "CPU",
      description = "As for upscale (default cpu).")
  private Device device = Device.CPU;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Quantities.Bytes.class,
      description =
          "What a network may take at a time, such as 2G (default 1G): larger pictures are done in"
              + " tiles.")
  private long memory;

  @Option(
      names = "--ensemble",
      description =
          "All models restore eight mirrored and turned views of each picture, and their mean is"
              + " measured.")
  private boolean ensemble;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Existing folder for evaluation.csv (a row a picture and method, written as it goes),"
              + " evaluation.md and evaluation.html (with pictures).")
  private @Nullable Path output;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Measures nothing, but writes the sharp and the low-resolution pictures to DIR/val for"
              + " other programs to restore.")
  private @Nullable Path export;

  @Override
  public Integer call() {
    if (export != null) {
      say(exported(testPictures(), export));
      return 0;
    }
    EvaluateService.Request request = request();
    try (ProgressBar bar = ProgressBar.of("evaluating")) {
      say(EvaluateService.evaluate(request, output, bar));
    }
    return 0;
  }

  private String exported(TestPictures testPictures, Path to) {
    if (output != null) {
      throw new InputException("--export measures nothing: leave --output out.");
    }
    try (ProgressBar bar = ProgressBar.of("exporting")) {
      int written = EvaluateService.export(testPictures, scale == null ? 0 : scale, to, bar);
      return "%s: %d pictures to restore, in the folders LRx1 to LRx4%n"
          .formatted(to.resolve("val"), written);
    }
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private EvaluateService.Request request() {
    return new EvaluateService.Request(
        testPictures(),
        models(),
        control == null ? null : NamedModel.of(NamedSource.parse(control, "control")),
        results.stream().map(NamedSource::parse).toList(),
        upperBound,
        scale == null ? 0 : scale,
        border,
        device,
        memory,
        ensemble);
  }

  /** Those named, and before them the pair that was put together. */
  private List<NamedModel> models() {
    List<NamedModel> named = models.stream().map(NamedSource::parse).map(NamedModel::of).toList();
    if (estimator == null && restorer == null) {
      return named.isEmpty() ? List.of(NamedModel.of(ModelChoice.of(ModelChoice.DEFAULT))) : named;
    }
    boolean whole = estimator != null && restorer != null;
    String other = whole || models.size() != 1 ? null : named.get(0).choice().estimator();
    List<NamedModel> all = new ArrayList<>();
    all.add(NamedModel.of(ModelChoice.of(other, estimator, restorer)));
    all.addAll(named);
    return all;
  }

  private TestPictures testPictures() {
    OptionalDouble circle =
        maximumCircle == null ? OptionalDouble.empty() : OptionalDouble.of(maximumCircle);
    return new TestPictures(
        data,
        part,
        groups,
        degradation == null ? null : Recipe.read(degradation),
        classes,
        circle,
        pictures);
  }
}
