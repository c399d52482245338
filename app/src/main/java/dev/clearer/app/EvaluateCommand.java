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

/** {@code clearer evaluate}: measures the quality of models. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the quality of models on sharp pictures or on a built dataset.",
      "Sharp pictures are degraded reproducibly and restored by each method. Measures are"
          + " PSNR-Y and",
      "SSIM-Y, also by the blur of the pixels, the errors of estimated blur and classes, time and",
      "memory. docs/evaluation.md describes all of them.",
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
      "      measures on Set14/GT and, if it exists, Set14/LRx4",
      "  clearer evaluate --data pictures --export exchange",
      "      writes exchange/val/Group1/LRx4 and Group2/LRx4 for another program to restore",
      "  clearer evaluate --data pictures --results MANet=manet",
      "      reads its results: manet/Group1/<name>.png and manet/Group2/<name>.png"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder of sharp pictures, optionally with <name>_regions.png, <name>_depth_mm.png or"
              + " <name>_labels.png. Or a benchmark: sharp pictures in DIR/GT (by default"
              + " downscaled bicubically), and optionally low-resolution ones in DIR/LRx4, named"
              + " NAME or NAMEx4. Or a dataset that clearer synthesize built.")
  private Path data = Path.of(".");

  @Option(
      names = "--part",
      paramLabel = "val|test",
      description = "Part of a built dataset (default: the one that exists).")
  private @Nullable String part;

  @Option(
      names = {"--groups", "--group"},
      paramLabel = "NAME",
      split = ",",
      description =
          "Degradations, separated by commas: variant, uniform, photo, focus, bicubic, noise,"
              + " motion, sharp, recipe; with a suffix at that scale, such as photo-x2 (default"
              + " variant and uniform; for a built dataset, all of its groups).")
  private List<String> groups = List.of();

  @Option(
      names = "--degradation",
      paramLabel = "FILE",
      description =
          "Recipe for the group recipe, which is then the default: a list of steps as in"
              + " configs/degradation.yml, or a training configuration, whose data.degradation is"
              + " used.")
  private @Nullable Path degradation;

  @Option(
      names = "--model",
      paramLabel = "[NAME=]MODEL",
      description =
          "Model to measure, a name or file; may be repeated. The first one is compared with"
              + " all other methods (default compact-x4).")
  private List<String> models = List.of();

  @Option(
      names = "--estimator",
      paramLabel = "NAME|FILE",
      description =
          "Use this estimator for the first model, with --restorer or with the restorer of"
              + " the only --model.")
  private @Nullable String estimator;

  @Option(
      names = "--restorer",
      paramLabel = "NAME|FILE",
      description =
          "Use this restorer for the first model, with --estimator or with the estimator of"
              + " the only --model.")
  private @Nullable String restorer;

  @Option(
      names = "--scale",
      paramLabel = "N",
      converter = Quantities.Scale.class,
      description =
          "Downscaling factor of the low-resolution pictures, 1 to 4 (default: the best scale"
              + " of the first model, 4 for --export, or that of each group in --groups).")
  private @Nullable Integer scale;

  @Option(
      names = "--control",
      paramLabel = "[NAME=]MODEL",
      description = "A model with the same training whose restorer gets no blur map.")
  private @Nullable String control;

  @Option(
      names = "--upper-bound",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Also measure the first model when it is given the true blur (default yes).")
  private boolean upperBound;

  @Option(
      names = "--results",
      paramLabel = "NAME=DIR",
      description =
          "Pictures that another program restored: DIR/Group1/<name>.png and DIR/Group2/...,"
              + " or DIR/<name>.png for a single group. May be repeated.")
  private List<String> results = List.of();

  @Option(
      names = "--max-circle",
      paramLabel = "PIXELS",
      description =
          "Largest circle of confusion (default 21, which is sigma up to 5, or that of the"
              + " built dataset).")
  private @Nullable Double maximumCircle;

  @Option(
      names = "--border",
      paramLabel = "PIXELS",
      defaultValue = "4",
      description = "Width of the border that PSNR-Y and SSIM-Y ignore (default 4).")
  private int border;

  @Option(
      names = "--classes",
      paramLabel = "NAME",
      description =
          "Classes of the labels: nyuv2, cityscapes, camvid, or numbers, which means the"
              + " classes of the model (default: from the manifest, or numbers).")
  private @Nullable String classes;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Maximum number of pictures per group (default all).")
  private int pictures;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "CPU",
      description = "Device of the models (default cpu).")
  private Device device = Device.CPU;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Quantities.Bytes.class,
      description =
          "Memory budget of a network, such as 2G (default 1G). Larger pictures are processed"
              + " in tiles.")
  private long memory;

  @Option(
      names = "--ensemble",
      description = "Average eight mirrored and rotated views of each picture in all models.")
  private boolean ensemble;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Folder for evaluation.csv (a row per picture and method, written as soon as it is"
              + " measured), evaluation.md and evaluation.html (with pictures); created if missing.")
  private @Nullable Path output;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Do not measure, but write the sharp and the low-resolution pictures to DIR/val for"
              + " other programs to restore.")
  private @Nullable Path export;

  @Override
  public Integer call() {
    if (export != null) {
      print(exported(testPictures(), export));
      return 0;
    }
    EvaluateService.Request request = request();
    try (ProgressBar bar = ProgressBar.of("evaluating")) {
      print(EvaluateService.evaluate(request, output, bar));
    }
    return 0;
  }

  private String exported(TestPictures testPictures, Path to) {
    if (output != null) {
      throw new InputException("--export does not measure. Remove --output.");
    }
    try (ProgressBar bar = ProgressBar.of("exporting")) {
      int written = EvaluateService.export(testPictures, scale == null ? 0 : scale, to, bar);
      return "%s: %d pictures to restore, in the folders LRx1 to LRx4%n"
          .formatted(to.resolve("val"), written);
    }
  }

  private void print(String text) {
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

  /** The models of --model, preceded by that of --estimator and --restorer. */
  private List<NamedModel> models() {
    List<NamedModel> named = models.stream().map(NamedSource::parse).map(NamedModel::of).toList();
    if (estimator == null && restorer == null) {
      return named.isEmpty() ? List.of(NamedModel.of(ModelChoice.of(ModelChoice.DEFAULT))) : named;
    }
    boolean whole = estimator != null && restorer != null;
    String other = whole || models.size() != 1 ? null : named.get(0).choice().estimator();
    List<NamedModel> all = new ArrayList<>();
    all.add(NamedModel.of(ModelChoice.of(ModelChoice.DEFAULT, other, estimator, restorer)));
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
