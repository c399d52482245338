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

/** {@code clearer dataset}: verifies and shows built datasets. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description = "Verifies or shows a built dataset, or prepares originals.",
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
      description =
          "Compares every file with the manifest, and checks that files are complete and readable.",
      footer = {"", "Example:", "  clearer dataset check NYUv2-BSR"})
  int check(@Parameters(paramLabel = "DIR", description = "Folder of the dataset.") Path folder) {
    DatasetService.Findings findings;
    try (ProgressBar progress = ProgressBar.of(folder.getFileName() + "")) {
      findings = DatasetService.check(folder, progress);
    }
    PrintWriter err = spec.commandLine().getErr();
    findings.faults().forEach(fault -> err.println("clearer: " + fault));
    err.flush();
    if (!findings.faults().isEmpty()) {
      return ClearerCommand.INVALID_INPUT;
    }
    print(
        "%s is valid: %d pairs, %s"
            .formatted(
                folder,
                findings.pairs(),
                findings.hasManifest()
                    ? "identical to the manifest"
                    : "complete and of the right sizes (there is no manifest to compare with)"));
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Writes a single-file web page with pictures and maps of a dataset.",
      footer = {"", "Example:", "  clearer dataset show NYUv2-BSR --output page.html --count 5"})
  int show(
      @Parameters(paramLabel = "DIR", description = "Folder of the dataset.") Path folder,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "FILE",
              description = "File of the page.")
          Path output,
      @Option(
              names = "--count",
              defaultValue = "12",
              description = "Pairs per part and group (default ${DEFAULT-VALUE}).")
          int count,
      @Option(
              names = "--classes",
              paramLabel = "NAME",
              description =
                  "Names of the classes: nyuv2, cityscapes, camvid or numbers (default: from the"
                      + " manifest).")
          @Nullable String classes) {
    int shown = ContactSheet.write(folder, output, count, classes);
    print("%s: %d pairs".formatted(output, shown));
    return 0;
  }

  @Command(
      name = "regions",
      mixinStandardHelpOptions = true,
      description =
          "Converts segmentations of BSDS500 (groundTruth/PART/NAME.mat) to NAME_regions.png.",
      footer = {
        "",
        "Example:",
        "  clearer dataset regions --segmentations BSDS500/data/groundTruth/val \\",
        "      --output data/bsds500/val"
      })
  int regions(
      @Option(
              names = "--segmentations",
              required = true,
              paramLabel = "DIR",
              description = "Folder of the MATLAB files.")
          Path segmentations,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "DIR",
              description = "Folder of the pictures.")
          Path output,
      @Option(
              names = "--person",
              defaultValue = "1",
              paramLabel = "N",
              description = "Number of the annotator, from 1 (default ${DEFAULT-VALUE}).")
          int person) {
    try (ProgressBar progress = ProgressBar.of(output.getFileName() + "")) {
      int written = Segmentations.writeRegions(segmentations, person, output, progress);
      print("%s: %d region maps".formatted(output, written));
    }
    return 0;
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
