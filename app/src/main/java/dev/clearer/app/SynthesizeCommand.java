package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.degrade.Defocus;
import dev.clearer.degrade.Recipe;
import dev.clearer.originals.Cityscapes;
import dev.clearer.originals.Nyuv2;
import dev.clearer.originals.Originals;
import dev.clearer.originals.PhotoFolder;
import dev.clearer.service.Manifest;
import dev.clearer.service.SynthesizeService;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds datasets from original datasets or from a user's own pictures. */
@Command(
    name = "synthesize",
    mixinStandardHelpOptions = true,
    description = "Builds a dataset of blurred low-resolution pictures with blur maps.",
    footer = {
      "",
      "Examples:",
      "  clearer synthesize nyuv2 --labeled nyu_depth_v2_labeled.mat --output NYUv2-BSR",
      "  clearer synthesize cityscapes --root cityscapes --output Cityscapes-BSR",
      "  clearer synthesize rgbd --images rgb --depth depth --output set",
      "  clearer synthesize photos --images photos --output set",
      "  clearer synthesize photos --images photos --output set --uniform-share 0.5",
      "      half of the training pictures get one sigma, the rest blur by depth",
      "  clearer synthesize photos --images photos --output set --recipe recipe.yml",
      "      any blur, noise and compression, as in configs/degradation.yml"
    })
final class SynthesizeCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Options of all readers. */
  static final class Shared {
    @Option(
        names = "--output",
        required = true,
        paramLabel = "DIR",
        description = "Folder of the new set.")
    Path output = Path.of("");

    @Option(
        names = "--seed",
        defaultValue = "1",
        description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
        names = "--scale",
        defaultValue = "4",
        description = "Downsampling factor, 1 to 4. Default: ${DEFAULT-VALUE}.")
    int scale;

    @Option(
        names = "--max-circle",
        paramLabel = "PX",
        description = "Diameter of the largest circle of confusion. Default: 21; Cityscapes 61.")
    @Nullable Double maximumCircle;

    @Option(
        names = "--uniform-share",
        paramLabel = "SHARE",
        defaultValue = "0",
        description =
            "Share of the training pictures, 0 to 1, that get uniform blur instead of blur by"
                + " depth (default ${DEFAULT-VALUE}).")
    double uniformShare;

    @Option(
        names = "--recipe",
        paramLabel = "FILE",
        description =
            "Degrade by this recipe: a list of steps as in configs/degradation.yml, or a"
                + " training configuration, whose data.degradation is taken.")
    @Nullable Path recipe;

    @Option(
        names = "--jobs",
        defaultValue = "1",
        description = "Pictures in parallel. Default: ${DEFAULT-VALUE}.")
    int jobs;

    @Option(
        names = "--keep-going",
        description = "Skip invalid pictures and report them at the end.")
    boolean keepGoing;

    private int build(String kind, Originals originals, double circle, CommandSpec spec) {
      Manifest.Parameters parameters = parameters(kind, originals, circle);
      SynthesizeService.BuildOptions options = new SynthesizeService.BuildOptions(jobs, keepGoing);
      PrintWriter err = spec.commandLine().getErr();
      SynthesizeService.Report report;
      try (ProgressBar progress = ProgressBar.of(output.getFileName() + "")) {
        report = SynthesizeService.synthesize(originals, output, parameters, options, progress);
      }
      report.warnings().forEach(warning -> err.println("clearer: warning: " + warning));
      report.faults().forEach(fault -> err.println("clearer: " + fault));
      err.flush();
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s: %d built, %d kept%n", output, report.built(), report.kept());
      out.flush();
      return report.faults().isEmpty() ? 0 : ClearerCommand.INVALID_INPUT;
    }

    private Manifest.Parameters parameters(String kind, Originals originals, double circle) {
      double largest = maximumCircle == null ? circle : maximumCircle;
      if (!(largest >= 1 && largest <= 501)) {
        throw new InputException("--max-circle must be 1 to 501, not " + largest + ".");
      }
      if (recipe != null && (maximumCircle != null || uniformShare != 0)) {
        throw new InputException(
            "--recipe defines the blur: omit --max-circle and --uniform-share.");
      }
      Defocus lens = recipe == null ? Defocus.upTo(largest) : null;
      Recipe steps = recipe == null ? null : Recipe.read(recipe).forScale(scale);
      return new Manifest.Parameters(
          kind, seed, scale, lens, uniformShare, steps, originals.options());
    }
  }

  @Command(
      name = "nyuv2",
      mixinStandardHelpOptions = true,
      description = "Builds NYUv2-BSR from nyu_depth_v2_labeled.mat.",
      footer = {
        "",
        "Example:",
        "  clearer synthesize nyuv2 --labeled nyu_depth_v2_labeled.mat --output NYUv2-BSR"
      })
  int nyuv2(
      @Mixin Shared shared,
      @Option(
              names = "--labeled",
              required = true,
              paramLabel = "FILE",
              description = "The file nyu_depth_v2_labeled.mat.")
          Path labeled,
      @Option(
              names = "--classes",
              paramLabel = "FILE",
              description = "The file classMapping40.mat (default: built in).")
          @Nullable Path classes,
      @Option(
              names = "--splits",
              paramLabel = "FILE",
              description = "The file splits.mat (default: built in).")
          @Nullable Path splits,
      @Mixin DepthOptions.Hardening hardening) {
    try (Nyuv2 originals = new Nyuv2(labeled, classes, splits, hardening.harden)) {
      return shared.build("nyuv2", originals, 21, spec);
    }
  }

  @Command(
      name = "cityscapes",
      mixinStandardHelpOptions = true,
      description = "Cityscapes-BSR from the original folders.")
  int cityscapes(
      @Mixin Shared shared,
      @Option(
              names = "--root",
              required = true,
              paramLabel = "DIR",
              description = "Folder that contains leftImg8bit, gtFine, disparity and camera.")
          Path root,
      @Option(
              names = "--crop",
              paramLabel = "WxH",
              description = "Cut pictures of 2048x1024 into a grid of this size, such as 512x512.")
          @Nullable String crop) {
    int[] size = crop == null ? new int[2] : size(crop);
    return shared.build("cityscapes", new Cityscapes(root, size[0], size[1]), 61, spec);
  }

  private static int[] size(String crop) {
    if (!crop.matches("[1-9][0-9]{1,3}x[1-9][0-9]{1,3}")) {
      throw new InputException("--crop must be WIDTHxHEIGHT, such as 512x512, not " + crop + ".");
    }
    int cross = crop.indexOf('x');
    int[] size = {
      Integer.parseInt(crop.substring(0, cross)), Integer.parseInt(crop.substring(cross + 1))
    };
    if (size[0] > 2048 || size[1] > 1024) {
      throw new InputException("--crop must be at most 2048x1024, not " + crop + ".");
    }
    return size;
  }

  @Command(
      name = "rgbd",
      mixinStandardHelpOptions = true,
      description =
          "Builds a dataset from your own pictures and depth maps: PNG, TIFF or PGM of 16"
              + " bits, float TIFF, PFM, NPY or NPZ.",
      footer = {
        "",
        "Examples:",
        "  clearer synthesize rgbd --images rgb --depth depth --output set",
        "      depth in millimetres",
        "  clearer synthesize rgbd --images rgb --depth depth --depth-unit m --output set",
        "      depth in metres, often in float TIFF, PFM or NPY",
        "  clearer synthesize rgbd --images rgb --depth disp --output set \\",
        "      --depth-kind disparity",
        "      disparity from unknown cameras",
        "  clearer synthesize rgbd --images rgb --depth disp --output set \\",
        "      --depth-kind disparity --depth-unit 214800",
        "      disparity in pixels from cameras with baseline 200 mm and focal length 1074 pixels",
        "  clearer synthesize rgbd --images rgb --depth midas --output set \\",
        "      --depth-kind inverse",
        "      relative inverse depth estimated by a network"
      })
  int rgbd(
      @Mixin Shared shared,
      @Mixin DepthOptions options,
      @Option(
              names = "--part",
              defaultValue = "train",
              paramLabel = "train|val",
              description = "Part of the dataset to build (default ${DEFAULT-VALUE}).")
          String part) {
    return shared.build("rgbd", options.folder(part(part)), 21, spec);
  }

  @Command(
      name = "photos",
      mixinStandardHelpOptions = true,
      description = "A set from sharp photographs with random depth: a plane per region.")
  int photos(
      @Mixin Shared shared,
      @Option(
              names = "--images",
              required = true,
              paramLabel = "DIR",
              description = "Folder of the sharp photographs.")
          Path images,
      @Option(
              names = "--regions",
              paramLabel = "DIR",
              description =
                  "Folder of the region maps: X_regions.png or X.png (default: X_regions.png beside"
                      + " the photographs).")
          @Nullable Path regions,
      @Option(
              names = "--part",
              defaultValue = "train",
              paramLabel = "train|val",
              description = "Part of the dataset to build (default ${DEFAULT-VALUE}).")
          String part) {
    PhotoFolder folder = new PhotoFolder(images, regions, part(part), shared.seed);
    return shared.build("photos", folder, 21, spec);
  }

  private static String part(String part) {
    if (!part.equals("train") && !part.equals("val")) {
      throw new InputException("--part must be train or val, not " + part + ".");
    }
    return part;
  }
}
