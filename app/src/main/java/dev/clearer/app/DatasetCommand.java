package dev.clearer.app;

import dev.clearer.originals.Segmentations;
import dev.clearer.service.ContactSheet;
import dev.clearer.service.DatasetService;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at built datasets. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description = "Verifies and shows a built dataset; prepares originals.",
    footer = {
      "",
      "Examples:",
      "  clearer dataset check NYUv2-BSR",
      "  clearer dataset show NYUv2-BSR --output page.html",
      "  clearer dataset regions --segmentations BSDS500/data/groundTruth/val"
          + " --output data/bsds500/val"
    })
final class DatasetCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Compares every file with the set's manifest.")
  int check(@Parameters(paramLabel = "DIR", description = "The set.") Path folder) {
    DatasetService.Findings findings;
    try (ProgressBar progress = ProgressBar.of(folder.getFileName() + "")) {
      findings = DatasetService.check(folder, progress);
    }
    PrintWriter err = spec.commandLine().getErr();
    findings.faults().forEach(fault -> err.println("clearer: " + fault));
    err.flush();
    if (!findings.faults().isEmpty()) {
      return ClearerCommand.INPUT_FAULT;
    }
    say(
        "%s is whole: %d pairs, %s"
            .formatted(
                folder,
                findings.pairs(),
                findings.hasManifest()
                    ? "as they were built"
                    : "of the right kinds and sizes (no manifest to compare them with)"));
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Makes a web page of a set's pictures and maps, all in one file.")
  int show(
      @Parameters(paramLabel = "DIR", description = "The set.") Path folder,
      @Option(names = "--output", required = true, paramLabel = "FILE", description = "The page.")
          Path output,
      @Option(
              names = "--count",
              defaultValue = "12",
              description = "Pairs of each part and group. Default: ${DEFAULT-VALUE}.")
          int count,
      @Option(
              names = "--classes",
              paramLabel = "NAME",
              description =
                  "What the classes are: nyuv2, cityscapes, camvid or numbers. Default: as built.")
          @Nullable String classes) {
    int shown = ContactSheet.write(folder, output, count, classes);
    say("%s: %d pairs".formatted(output, shown));
    return 0;
  }

  @Command(
      name = "regions",
      mixinStandardHelpOptions = true,
      description =
          "Converts BSDS500's segmentations (groundTruth/PART/NAME.mat) to NAME_regions.png.")
  int regions(
      @Option(
              names = "--segmentations",
              required = true,
              paramLabel = "DIR",
              description = "The folder of the MATLAB files.")
          Path segmentations,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "DIR",
              description = "The folder of the pictures.")
          Path output,
      @Option(
              names = "--person",
              defaultValue = "1",
              paramLabel = "N",
              description = "Whose segmentation, from 1. Default: ${DEFAULT-VALUE}.")
          int person) {
    try (ProgressBar progress = ProgressBar.of(output.getFileName() + "")) {
      int written = Segmentations.writeRegions(segmentations, person, output, progress);
      say("%s: %d region maps".formatted(output, written));
    }
    return 0;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
