package dev.clearer.app;

import dev.clearer.infer.BlurCorrection;
import dev.clearer.service.BlurOption;
import dev.clearer.service.UpscalePlan;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService;
import dev.clearer.service.UpscaleService.Arithmetic;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "The result keeps transparency, grey, 16 bits a channel, colour profile and EXIF.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all is done, 1 our fault, 2 something in the input must be mended (the other",
      "inputs are done all the same, with or without --keep-going).",
      "",
      "Examples:",
      "  clearer upscale photo.jpg",
      "      writes photo_x4.png beside it, four times as wide and as high",
      "  clearer upscale holiday/ portrait.png --output large --maps",
      "      all pictures of a folder and one more: large/<name>.png, and for each its blur",
      "      large/<name>_blur.png (16 bits, ten times sigma in pixels of the result) and its",
      "      classes large/<name>_semantics.png (8 bits, the index of the class)",
      "  clearer upscale scan.tif --scale 2 --precision f32 --memory 500M",
      "  clearer upscale archive --recursive --output large --skip-finished --keep-going \\",
      "      --report large.csv",
      "      thousands of pictures: goes on where it was interrupted, and says in the end how it went"
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
          "Existing folder for <name>.png. Without it: <name>_x<scale>.png beside each input. No input"
              + " is overwritten, but what has these names is replaced; in folders, a picture named"
              + " as a result of another there is no input.")
  private @Nullable Path output;

  @Option(
      names = "--recursive",
      description =
          "Folders stand for the folders within too; --output gets folders of the same names.")
  private boolean recursive;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg|tiff",
      defaultValue = "PNG",
      description =
          "Format of the enlarged pictures (default png). jpeg has no transparency and 8 bits a"
              + " channel.")
  private UpscalePlan.Format format = UpscalePlan.Format.PNG;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "4",
      converter = Quantities.Scale.class,
      description = "Enlargement, 1 to 4 (default 4). 1 restores at the same size.")
  private int scale;

  @Option(names = "--maps", description = "Write the map of the blur and that of the classes too.")
  private boolean maps;

  @Mixin private ModelOptions network = new ModelOptions();

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "AUTO",
      description =
          "Arithmetic; auto (the default) is bf16 where the processor has it, and f32 elsewhere.")
  private Arithmetic precision = Arithmetic.AUTO;

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
      names = "--keep-going",
      description = "Say in the end how many pictures were done and which not, and why.")
  private boolean keepGoing;

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

  UpscaleCommand() {
    spec = CommandSpec.create();
    root = new ClearerCommand();
  }

  @Override
  public Integer call() {
    BlurCorrection correction = BlurOption.of(blur, strength);
    UpscalePlan plan =
        UpscalePlan.of(inputs, new UpscalePlan.Wishes(output, scale, maps, format, recursive));
    if (report != null) {
      plan.requireApart(report);
    }
    try (UpscaleBatch batch = new UpscaleBatch(root, spec.commandLine(), report)) {
      plan.refusals().forEach(batch::refuse);
      List<Job> wanted = batch.without(plan.jobs(), skipFinished);
      if (!wanted.isEmpty()) {
        batch.run(open().told(correction), wanted, jobs);
      }
      if (keepGoing) {
        batch.summarise();
      }
      return batch.exitCode();
    }
  }

  private UpscaleService open() {
    UpscaleService service =
        UpscaleService.open(
            new UpscaleService.Settings(
                network.model(),
                scale,
                precision,
                network.device(),
                network.memory() / jobs,
                limit));
    return ensemble ? service.ensemble() : service;
  }
}
