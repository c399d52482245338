package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.service.UpscalePlan;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService;
import dev.clearer.service.UpscaleService.Arithmetic;
import dev.clearer.service.UpscaleService.Device;
import dev.clearer.service.UpscaleService.Enlarged;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code clearer upscale}: enlarges picture files. */
@Command(
    name = "upscale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Enlarges photographs and finds out where and how much each was blurred.",
      "The result is a PNG that keeps transparency, grey and 16 bits a channel.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all is done, 1 our fault, 2 something in the input must be mended (the other",
      "inputs are done all the same).",
      "",
      "Examples:",
      "  clearer upscale photo.jpg",
      "      writes photo_x4.png beside it, four times as wide and as high",
      "  clearer upscale holiday/ portrait.png --output large --maps",
      "      all pictures of a folder and one more: large/<name>.png, and for each its blur",
      "      large/<name>_blur.png (16 bits, ten times sigma in pixels of the result) and its",
      "      classes large/<name>_semantics.png (8 bits, the index of the class)",
      "  clearer upscale scan.tif --scale 2 --precision f32 --memory 500M"
    })
final class UpscaleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ParentCommand private ClearerCommand root;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Pictures (PNG, JPEG, TIFF, WebP, BMP, GIF), or folders of them.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Existing folder for <name>.png. Without it: <name>_x<scale>.png beside each input.")
  private @Nullable Path output;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "4",
      converter = Quantities.Scale.class,
      description = "Enlargement, 1 to 4 (default 4). 1 restores at the same size.")
  private int scale;

  @Option(names = "--maps", description = "Write the map of the blur and that of the classes too.")
  private boolean maps;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = UpscaleService.DEFAULT_MODEL,
      description = "Model that comes with Clearer, or a file of weights (default compact-x4).")
  private String model = UpscaleService.DEFAULT_MODEL;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Quantities.Bytes.class,
      description =
          "What the network may take at a time, such as 500M or 2G (default 1G): larger pictures"
              + " are done in tiles. The pictures themselves come on top.")
  private long memory;

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "AUTO",
      description =
          "Arithmetic; auto (the default) is bf16 where the processor has it, and f32 elsewhere.")
  private Arithmetic precision = Arithmetic.AUTO;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "AUTO",
      description = "Where to compute (default auto).")
  private Device device = Device.AUTO;

  @Option(
      names = "--limit",
      paramLabel = "MEGAPIXELS",
      defaultValue = "100",
      converter = Quantities.Megapixels.class,
      description = "Refuse inputs of more than this many million pixels (default 100).")
  private long limit;

  UpscaleCommand() {
    spec = CommandSpec.create();
    root = new ClearerCommand();
  }

  @Override
  public Integer call() {
    UpscalePlan plan = UpscalePlan.of(inputs, new UpscalePlan.Naming(output, scale, maps));
    int worst = 0;
    for (String refusal : plan.refusals()) {
      worst = root.failed(new InputException(refusal), spec.commandLine());
    }
    if (plan.jobs().isEmpty()) {
      return worst;
    }
    UpscaleService service =
        UpscaleService.open(
            new UpscaleService.Settings(model, scale, precision, device, memory, limit));
    for (Job job : plan.jobs()) {
      worst = worse(worst, upscale(service, job));
    }
    return worst;
  }

  /** Our own fault (1) outweighs the user's (2), which outweighs success (0). */
  private static int worse(int one, int other) {
    return one == 1 || other == 1 ? 1 : Math.max(one, other);
  }

  private int upscale(UpscaleService service, Job job) {
    long start = System.nanoTime();
    try (ProgressBar bar = ProgressBar.of(String.valueOf(job.input().getFileName()))) {
      Enlarged enlarged = service.enlarge(job, bar);
      WholeFiles.run(() -> service.write(enlarged, job));
      bar.close();
      report(job, enlarged, (System.nanoTime() - start) / 1e9);
      return CommandLine.ExitCode.OK;
    } catch (RuntimeException e) {
      return root.failed(e, spec.commandLine());
    }
  }

  private void report(Job job, Enlarged enlarged, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    String note = enlarged.picture().note();
    if (note != null) {
      spec.commandLine().getErr().println("clearer: " + note);
      spec.commandLine().getErr().flush();
    }
    out.printf(
        Locale.ROOT,
        "%s: %dx%d to %dx%d in %.1f s, blur mean %.2f max %.2f px, written to %s%n",
        job.input(),
        enlarged.inputWidth(),
        enlarged.inputHeight(),
        enlarged.picture().width(),
        enlarged.picture().height(),
        seconds,
        enlarged.meanBlur(),
        enlarged.greatestBlur(),
        job.picture());
    out.flush();
  }
}
