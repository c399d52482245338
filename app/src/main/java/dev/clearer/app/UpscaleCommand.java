package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.image.Compression;
import dev.clearer.image.MapKind;
import dev.clearer.infer.BlurCorrection;
import dev.clearer.infer.Task;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "The result keeps transparency, grey, 16 bits a channel, the colour profile, EXIF, XMP, IPTC",
      "and the print's density (dots per inch).",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 success, 1 internal error, 2 invalid input (the other inputs are done all the",
      "same). The last lines on standard error say how many pictures were done, skipped and not done.",
      "",
      "Examples:",
      "  clearer upscale photo.jpg",
      "      writes photo_x4.png beside it, four times as wide and as high",
      "  clearer upscale holiday/ portrait.png --output large --maps",
      "      all pictures of a folder and one more: large/<name>.png, and for each the maps that the",
      "      model makes, such as large/<name>_blur.png (16 bits, ten times sigma in pixels of the",
      "      result) and large/<name>_semantics.png (8 bits, the index of the class)",
      "  clearer upscale scan.tif --scale 2 --precision f32 --memory 500M",
      "  clearer upscale archive --recursive --output large --skip-finished --report large.csv",
      "      thousands of pictures: goes on where it was interrupted"
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
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Folder for <name>.png; it is made if it is missing. Without it: <name>_x<scale>.png beside"
              + " each input. No input is overwritten, but what has these names is replaced; in"
              + " folders, a picture named as a result of another there is no input.")
  private @Nullable Path output;

  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      converter = NameConverter.class,
      description =
          "Name of the results without its ending. {stem}, {ext} and {scale} stand for the input's"
              + " name, its ending and the enlargement: '{stem}_{ext}' tells a.jpg and a.png apart"
              + " (default {stem}, or {stem}_x{scale} beside the inputs).")
  private @Nullable ResultName name;

  @Option(
      names = "--recursive",
      description =
          "Folders stand for the folders within too; --output gets folders of the same names.")
  private boolean recursive;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg|tiff|webp",
      defaultValue = "PNG",
      description =
          "Format of the enlarged pictures (default png). jpeg has no transparency; jpeg and webp have"
              + " 8 bits a channel.")
  private UpscalePlan.Format format = UpscalePlan.Format.PNG;

  @Option(
      names = "--quality",
      paramLabel = "1..100|lossless",
      defaultValue = "95",
      converter = Quantities.Quality.class,
      description =
          "How much jpeg and webp may lose: 100 least, 1 most (default 95, no visible loss); lossless"
              + " is for webp.")
  private Compression quality = Compression.FINE;

  @Option(
      names = "--scale",
      paramLabel = "N",
      converter = Quantities.Scale.class,
      description =
          "Enlargement, 1 to 4; 1 restores at the same size (default: the largest that the model has,"
              + " which is 4 of compact-x4). One that the model does not have is resized from its next"
              + " larger one.")
  private @Nullable Integer scale;

  @Option(names = "--maps", description = "Write all maps that the model makes too.")
  private boolean maps;

  @Mixin private ModelOptions network = new ModelOptions();

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "AUTO",
      description =
          "Arithmetic; auto (the default) is bf16 where the processor has it, and f32 elsewhere.")
  private Precision precision = Precision.AUTO;

  @Option(
      names = "--ensemble",
      description =
          "Restore eight mirrored and turned views of each picture and take their mean: a little"
              + " better, in eight times the time.")
  private boolean ensemble;

  @Option(
      names = "--limit",
      paramLabel = "MEGAPIXELS",
      defaultValue = "100",
      converter = Quantities.Megapixels.class,
      description = "Refuse inputs of more than this many million pixels (default 100).")
  private long limit;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      converter = Quantities.Count.class,
      description =
          "Pictures at the same time (default 1), which share --memory. More than one helps where"
              + " reading and writing take long beside computing.")
  private int jobs;

  @Option(
      names = "--skip-finished",
      description = "Leave out inputs whose results are there and not older.")
  private boolean skipFinished;

  @Option(
      names = "--accept-damaged",
      description =
          "Do what can be decoded of damaged and cut off pictures, and say how much is missing.")
  private boolean acceptDamaged;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a table (CSV) with a line for every picture, as they are done.")
  private @Nullable Path report;

  @Option(
      names = "--blur",
      paramLabel = "auto|SIGMA|FILE",
      defaultValue = BlurOption.AUTO,
      description =
          "How blurred the pictures are, if you know better than the estimate: sigma in pixels of"
              + " the result, or a map as --maps writes it (default auto).")
  private String blur = BlurOption.AUTO;

  @Option(
      names = "--strength",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Multiply the blur by K, over 0 to 10: over 1 if it is blurrier than estimated.")
  private double strength;

  /** Reads a pattern of names. */
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

  UpscaleCommand() {
    spec = CommandSpec.create();
    root = new ClearerCommand();
  }

  @Override
  public Integer call() {
    BlurCorrection correction = BlurOption.of(blur, strength);
    if (quality.lossless() && format == UpscalePlan.Format.JPEG) {
      throw new InputException("A JPEG always loses something: choose --format webp, png or tiff.");
    }
    try (UpscaleService service = open()) {
      Task task = new Task(scale == null ? service.bestScale() : scale, correction, ensemble);
      Set<MapKind> wanted = maps ? service.maps() : Set.of();
      return upscale(
          service,
          task,
          UpscalePlan.of(
              inputs,
              new UpscalePlan.Wishes(output, name, task.scale(), wanted, format, recursive)));
    }
  }

  private int upscale(UpscaleService service, Task task, UpscalePlan plan) {
    if (report != null) {
      plan.requireApart(report);
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
    return UpscaleService.open(
        new UpscaleService.Settings(
            network.model(), precision, network.device(), network.memory() / jobs, limit));
  }
}
