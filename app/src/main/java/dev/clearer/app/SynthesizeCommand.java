package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.data.Cityscapes;
import dev.clearer.data.DepthFolder;
import dev.clearer.data.Nyuv2;
import dev.clearer.data.Originals;
import dev.clearer.data.PhotoFolder;
import dev.clearer.degrade.Defocus;
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

/** Builds datasets from the files that a researcher downloads, or from one's own pictures. */
@Command(
    name = "synthesize",
    mixinStandardHelpOptions = true,
    description = "Builds a dataset of blurred small pictures with their blur maps.",
    footer = {
      "",
      "Examples:",
      "  clearer synthesize nyuv2 --labeled nyu_depth_v2_labeled.mat --output NYUv2-BSR",
      "  clearer synthesize cityscapes --root cityscapes --output Cityscapes-BSR",
      "  clearer synthesize rgbd --images rgb --depth depth --output set",
      "  clearer synthesize photos --images photos --output set"
    })
final class SynthesizeCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** What all originals share. */
  static final class Shared {
    @Option(names = "--output", required = true, paramLabel = "DIR", description = "The new set.")
    Path output = Path.of("");

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
        names = "--scale",
        defaultValue = "4",
        description = "How many times smaller: 1 to 4. Default: ${DEFAULT-VALUE}.")
    int scale;

    @Option(
        names = "--max-circle",
        paramLabel = "PX",
        description = "Largest circle of confusion. Default: 21; Cityscapes 61.")
    @Nullable Double maximumCircle;

    @Option(
        names = "--jobs",
        defaultValue = "1",
        description = "Pictures at the same time. Default: ${DEFAULT-VALUE}.")
    int jobs;

    @Option(names = "--keep-going", description = "Report bad pictures in the end.")
    boolean keepGoing;

    private int build(String kind, Originals originals, double circle, CommandSpec spec) {
      double largest = maximumCircle == null ? circle : maximumCircle;
      if (!(largest >= 1 && largest <= 501)) {
        throw new InputException("--max-circle must be 1 to 501, not " + largest + ".");
      }
      Manifest.Parameters parameters =
          new Manifest.Parameters(kind, seed, scale, Defocus.upTo(largest), originals.options());
      SynthesizeService.Manner manner = new SynthesizeService.Manner(jobs, keepGoing);
      PrintWriter err = spec.commandLine().getErr();
      SynthesizeService.Report report;
      try (ProgressBar progress = ProgressBar.of(output.getFileName() + "")) {
        report = SynthesizeService.synthesize(originals, output, parameters, manner, progress);
      }
      report.warnings().forEach(warning -> err.println("clearer: warning: " + warning));
      report.faults().forEach(fault -> err.println("clearer: " + fault));
      err.flush();
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s: %d built, %d kept%n", output, report.built(), report.kept());
      out.flush();
      return report.faults().isEmpty() ? 0 : ClearerCommand.INPUT_FAULT;
    }
  }

  @Command(
      name = "nyuv2",
      mixinStandardHelpOptions = true,
      description = "NYUv2-BSR from nyu_depth_v2_labeled.mat.")
  int nyuv2(
      @Mixin Shared shared,
      @Option(names = "--labeled", required = true, paramLabel = "FILE") Path labeled,
      @Option(
              names = "--classes",
              paramLabel = "FILE",
              description = "classMapping40.mat; built in.")
          @Nullable Path classes,
      @Option(names = "--splits", paramLabel = "FILE", description = "splits.mat; built in.")
          @Nullable Path splits) {
    try (Nyuv2 originals = new Nyuv2(labeled, classes, splits)) {
      return shared.build("nyuv2", originals, 21, spec);
    }
  }

  @Command(
      name = "cityscapes",
      mixinStandardHelpOptions = true,
      description = "Cityscapes-BSR from the folders as distributed.")
  int cityscapes(
      @Mixin Shared shared,
      @Option(names = "--root", required = true, paramLabel = "DIR") Path root,
      @Option(
              names = "--crop",
              paramLabel = "WxH",
              description = "Cut 2048x1024 into a grid of such pictures, such as 512x512.")
          @Nullable String crop) {
    int[] size = crop == null ? new int[2] : size(crop);
    return shared.build("cityscapes", new Cityscapes(root, size[0], size[1]), 61, spec);
  }

  private static int[] size(String crop) {
    if (!crop.matches("[1-9][0-9]{1,3}x[1-9][0-9]{1,3}")) {
      throw new InputException("--crop must be WIDTHxHEIGHT such as 512x512, not " + crop + ".");
    }
    int cross = crop.indexOf('x');
    int[] size = {
      Integer.parseInt(crop.substring(0, cross)), Integer.parseInt(crop.substring(cross + 1))
    };
    if (size[0] > 2048 || size[1] > 1024) {
      throw new InputException("--crop must fit into 2048x1024: " + crop + " does not.");
    }
    return size;
  }

  @Command(
      name = "rgbd",
      mixinStandardHelpOptions = true,
      description = "A set from one's own pictures with 16-bit depth maps of the same names.")
  int rgbd(
      @Mixin Shared shared,
      @Option(names = "--images", required = true, paramLabel = "DIR") Path images,
      @Option(names = "--depth", required = true, paramLabel = "DIR") Path depth,
      @Option(names = "--labels", paramLabel = "DIR") @Nullable Path labels,
      @Option(
              names = "--depth-unit",
              defaultValue = "mm",
              description = "mm, cm, m, or millimetres per step. Default: mm.")
          String unit,
      @Option(names = "--part", defaultValue = "train", description = "train or val.")
          String part) {
    DepthFolder folder = new DepthFolder(images, depth, labels, millimetres(unit), part(part));
    return shared.build("rgbd", folder, 21, spec);
  }

  @Command(
      name = "photos",
      mixinStandardHelpOptions = true,
      description = "A set from sharp photographs, depth drawn as planes, one for every region.")
  int photos(
      @Mixin Shared shared,
      @Option(names = "--images", required = true, paramLabel = "DIR") Path images,
      @Option(names = "--regions", paramLabel = "DIR") @Nullable Path regions,
      @Option(names = "--part", defaultValue = "train", description = "train or val.")
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

  private static double millimetres(String unit) {
    return switch (unit) {
      case "mm" -> 1;
      case "cm" -> 10;
      case "m" -> 1000;
      default -> number(unit);
    };
  }

  private static double number(String unit) {
    try {
      double number = Double.parseDouble(unit);
      if (number > 0 && number < 1e6) {
        return number;
      }
      throw new InputException("--depth-unit must be over 0, not " + unit + ".");
    } catch (NumberFormatException e) {
      throw new InputException("--depth-unit must be mm, cm, m or a number, not " + unit + ".", e);
    }
  }
}
