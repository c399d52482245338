package dev.clearer.app;

import dev.clearer.service.DatasetService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at built datasets. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description = "Verifies a built dataset.",
    footer = {"", "Example:", "  clearer dataset check NYUv2-BSR"})
final class DatasetCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Compares every file with the set's manifest.")
  int check(@Parameters(paramLabel = "DIR", description = "The set.") Path folder) {
    List<String> faults = DatasetService.check(folder);
    PrintWriter err = spec.commandLine().getErr();
    faults.forEach(fault -> err.println("clearer: " + fault));
    err.flush();
    if (faults.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(folder + " is whole");
      out.flush();
    }
    return faults.isEmpty() ? 0 : ClearerCommand.INPUT_FAULT;
  }
}
