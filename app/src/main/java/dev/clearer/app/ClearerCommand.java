package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.app.serve.ServeCommand;
import dev.clearer.service.Program;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command: what all commands share. */
@Command(
    name = "clearer",
    versionProvider = ClearerCommand.Version.class,
    mixinStandardHelpOptions = true,
    description = "Enlarges photographs, removes blur, and shows where they were blurred.",
    subcommands = {
      UpscaleCommand.class,
      ServeCommand.class,
      SynthesizeCommand.class,
      DatasetCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ModelCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 success, 1 internal error, 2 invalid input.",
      "",
      "Examples:",
      "  clearer upscale photo.jpg                   writes photo_x4.png beside it",
      "  clearer upscale --help                      all options of a command"
    })
final class ClearerCommand implements Runnable {
  /** Exit code: the input, an option or an output place is invalid. */
  static final int INPUT_FAULT = 2;

  private static final int OUR_FAULT = 1;

  /** Prints {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"clearer " + Program.VERSION};
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Print stack traces.")
  private boolean verbose;

  ClearerCommand() {
    spec = CommandSpec.create();
  }

  /** Runs the command in {@code arguments} and returns its exit code: 0, 1 or 2. */
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** All commands with their error handling, ready to parse. */
  static CommandLine commandLine() {
    ClearerCommand root = new ClearerCommand();
    return new CommandLine(root)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((error, arguments) -> misused(error))
        .setExecutionExceptionHandler((error, command, parsed) -> root.failed(error, command));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing, such as upscale.");
  }

  /** Prints {@code error} as one sentence and returns its exit code. */
  int failed(Throwable error, CommandLine command) {
    PrintWriter err = command.getErr();
    if (error instanceof InputException) {
      err.println("clearer: " + error.getMessage());
    } else {
      err.println("clearer: internal error: " + error);
    }
    if (verbose) {
      error.printStackTrace(err);
    } else if (!(error instanceof InputException)) {
      err.println("Run it again with --verbose for the stack trace, and report it.");
    }
    err.flush();
    return error instanceof InputException ? INPUT_FAULT : OUR_FAULT;
  }

  private static int misused(ParameterException error) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("clearer: " + error.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, err)) {
      err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
    }
    err.flush();
    return INPUT_FAULT;
  }
}
