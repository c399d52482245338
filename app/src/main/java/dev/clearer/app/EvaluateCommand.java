package dev.clearer.app;

import dev.clearer.service.EvaluateService;
import dev.clearer.service.UpscaleService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
      "Degrades sharp pictures, always alike, restores them and measures how well.",
      "PSNR-Y and SSIM-Y leave out a border of 4 pixels; blur errors are in pixels of sigma.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clearer evaluate --data ../shared/data/bsds500/val",
      "  clearer evaluate --data pictures --model compact-x4 --model runs/first/model.safetensors",
      "      --output results            also writes results/evaluation.csv and evaluation.md"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder of sharp JPEGs; <name>_regions.png or <name>_depth_mm.png beside them where"
              + " known.")
  private Path data = Path.of(".");

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description = "Model to measure, may be given more than once (default compact-x4).")
  private List<String> models = List.of(UpscaleService.DEFAULT_MODEL);

  @Option(
      names = "--max-circle",
      paramLabel = "PIXELS",
      defaultValue = "21",
      description = "Largest circle of confusion (default 21: sigma up to 5).")
  private double maximumCircle;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "At most so many pictures (default all).")
  private int pictures;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Existing folder for evaluation.csv (a row a picture) and evaluation.md.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    String table;
    try (ProgressBar bar = ProgressBar.of("evaluating")) {
      table =
          EvaluateService.evaluate(
              new EvaluateService.Request(data, models, maximumCircle, pictures, output), bar);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    out.flush();
    return 0;
  }
}
