package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.image.Compression;
import dev.clearer.infer.BlurRange;
import dev.clearer.infer.Correction;
import dev.clearer.infer.Task;
import dev.clearer.model.Facts;
import dev.clearer.service.BlurOption;
import dev.clearer.service.ResultName;
import dev.clearer.service.UpscaleBatch;
import dev.clearer.service.UpscalePlan;
import dev.clearer.service.UpscaleService;
import dev.clearer.tensor.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The common part of {@code clearer upscale} and {@code clearer deblur}. */
abstract class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ParentCommand private ClearerCommand root;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Pictures (PNG, JPEG, TIFF, WebP, BMP, GIF), or folders of them.")
  private List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Folder for <name>.png, created if it is missing. Without it, results are written"
              + " beside the inputs. Inputs are never overwritten, existing results are. In"
              + " folders, pictures that are named like the result of another one are skipped.")
  private @Nullable Path output;

  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      converter = NameConverter.class,
      description =
          "Name of the results without extension. {stem}, {ext} and {scale} stand for the"
              + " input's name, its extension and the scale; '{stem}_{ext}' gives a.jpg and a.png"
              + " different names (default {stem}; beside the inputs {stem}_x{scale}, for deblur"
              + " {stem}_clear).")
  private @Nullable ResultName name;

  @Option(
      names = "--recursive",
      description = "Include subfolders; --output gets subfolders of the same names.")
  private boolean recursive;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg|tiff|webp|same",
      defaultValue = "PNG",
      description =
          "Format of the restored pictures (default png); same is that of the input, or png"
              + " if that cannot be written. jpeg has no transparency; jpeg and webp have 8 bits"
              + " per channel.")
  private UpscalePlan.Format format = UpscalePlan.Format.PNG;

  @Option(
      names = "--quality",
      paramLabel = "1..100|lossless",
      defaultValue = "95",
      converter = Quantities.Quality.class,
      description =
          "Compression quality of jpeg and webp, 1 to 100 (default 95, no visible loss);"
              + " lossless is for webp.")
  private Compression quality = Compression.FINE;

  @Option(names = "--maps", description = "Also write all maps of the model.")
  private boolean maps;

  @Mixin private ModelOptions network = new ModelOptions();

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "AUTO",
      description =
          "Number type; auto (the default) is bf16 if the processor supports it, otherwise f32.")
  private Precision precision = Precision.AUTO;

  @Option(
      names = "--ensemble",
      description =
          "Average eight mirrored and rotated views of each picture: a little better, eight times"
              + " slower.")
  private boolean ensemble;

  @Option(
      names = "--limit",
      paramLabel = "MEGAPIXELS",
      defaultValue = "100",
      converter = Quantities.Megapixels.class,
      description = "Refuse inputs with more megapixels than this (default 100).")
  private long limit;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      converter = Quantities.Count.class,
      description =
          "Number of pictures processed at the same time (default 1); they share --memory."
              + " More than one helps if reading and writing take a large part of the time.")
  private int jobs;

  @Option(
      names = "--skip-finished",
      description = "Skip inputs whose results exist and are up to date.")
  private boolean skipFinished;

  @Option(
      names = "--accept-damaged",
      description =
          "Restore the readable part of damaged pictures, and report how much is missing.")
  private boolean acceptDamaged;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a CSV table with a row per picture, as soon as it is processed.")
  private @Nullable Path report;

  @Option(
      names = "--blur",
      paramLabel = "auto|SIGMA|FILE",
      defaultValue = BlurOption.AUTO,
      description =
          "The blur: auto to estimate it (the default), sigma in pixels of the result (r / 2"
              + " for a disk of radius r), or a map as --maps writes it.")
  private String blur = BlurOption.AUTO;

  @Option(
      names = "--strength",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Multiply the blur by K, greater than 0 to 10 (default 1): greater than 1 if"
              + " pictures are blurrier than estimated.")
  private double strength;

  @Option(
      names = "--denoise",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Multiply the noise level that is removed by K, 0 to 10 (default 1): 0 keeps the grain.")
  private double denoise;

  @Option(
      names = "--range",
      paramLabel = "auto|1|2|4",
      defaultValue = "auto",
      converter = RangeConverter.class,
      description =
          "Largest blur that is removed: 1 is sigma up to 5 in pixels of the result, 2 up to"
              + " 10, 4 up to 20. Wide blur is restored at half or a quarter of the size and"
              + " enlarged (default auto: chosen for each picture).")
  private BlurRange range = BlurRange.AUTO;

  /** Converts a range. */
  static final class RangeConverter implements CommandLine.ITypeConverter<BlurRange> {
    @Override
    public BlurRange convert(String text) {
      try {
        return BlurOption.range(text);
      } catch (InputException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Converts a name pattern. */
  static final class NameConverter implements CommandLine.ITypeConverter<ResultName> {
    @Override
    public ResultName convert(String text) {
      try {
        return new ResultName(text);
      } catch (InputException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  RestoreCommand() {
    spec = CommandSpec.create();
    root = new ClearerCommand();
  }

  @Override
  public Integer call() {
    Correction correction = BlurOption.of(blur, strength).withDenoise(denoise);
    if (quality.lossless() && format == UpscalePlan.Format.JPEG) {
      throw new InputException("JPEG cannot be lossless. Choose --format webp, png or tiff.");
    }
    try (UpscaleService service = open()) {
      Integer wanted = scale();
      int scale = wanted == null ? service.bestScale() : wanted;
      Task task = new Task(scale, correction, range, ensemble);
      return upscale(service, task, UpscalePlan.of(inputs, planOptions(service, task.scale())));
    }
  }

  private UpscalePlan.Options planOptions(UpscaleService service, int scale) {
    ResultName names = name == null && output == null ? defaultName() : name;
    return new UpscalePlan.Options(
        output, names, scale, maps ? service.maps() : Set.of(), format, recursive);
  }

  /** The scale; null for the best scale of the model. */
  abstract @Nullable Integer scale();

  /** The default name of results beside the inputs. */
  abstract ResultName defaultName();

  private int upscale(UpscaleService service, Task task, UpscalePlan plan) {
    if (report != null) {
      plan.requireUnused(report);
    }
    UpscaleConsole console = new UpscaleConsole(root, spec.commandLine());
    UpscaleService.FileHandling files = new UpscaleService.FileHandling(quality, acceptDamaged);
    try (UpscaleBatch batch = new UpscaleBatch(console, report)) {
      batch.run(plan, new UpscaleBatch.Work(service, task, files), skipFinished, jobs);
      finishReport(batch, console);
      console.summarise(batch.tally());
      return console.exitCode();
    }
  }

  private static void finishReport(UpscaleBatch batch, UpscaleConsole console) {
    try {
      batch.finishReport();
    } catch (InputException e) {
      console.fail(e);
    }
  }

  private UpscaleService open() {
    Integer wanted = scale();
    return UpscaleService.open(
        new UpscaleService.Settings(
            network.model(wanted == null ? Facts.LARGEST_SCALE : wanted),
            precision,
            network.device(),
            network.memory() / jobs,
            limit));
  }
}
