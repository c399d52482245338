package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.Reason;
import dev.clearer.app.serve.ServeCommand;
import dev.clearer.service.Program;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root command: what all commands share. */
@Command(
    name = "clearer",
    versionProvider = ClearerCommand.Version.class,
    mixinStandardHelpOptions = true,
    description = "Enlarges photographs, removes blur, and shows where they were blurred.",
    subcommands = {
      UpscaleCommand.class,
      DeblurCommand.class,
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
      "  clearer deblur photo.jpg                    writes photo_clear.png: the same size, sharper",
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

  /**
   * Runs the command that {@code arguments} name, on this process's own output, and returns its
   * exit code: 0, 1 or 2.
   */
  static int run(String... arguments) {
    StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    CommandLine program = commandLine(writer(out), writer(System.err));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> root(program).failed(error, program));
    int code = execute(program, arguments);
    program.getOut().flush();
    IOException fault = out.fault();
    if (fault == null) {
      return code;
    }
    program.getErr().println("clearer: Cannot write to standard output: " + Reason.of(fault) + ".");
    program.getErr().flush();
    return code == 0 ? OUR_FAULT : code;
  }

  private static Writer writer(OutputStream stream) {
    String name = System.getProperty("sun.stdout.encoding"); // Java 17 tells it no other way
    Charset charset = name == null ? Charset.defaultCharset() : Charset.forName(name);
    return new BufferedWriter(new OutputStreamWriter(stream, charset));
  }

  private static ClearerCommand root(CommandLine program) {
    return program.getCommand();
  }

  /** Runs a command; whatever is thrown becomes a sentence and an exit code. */
  static int execute(CommandLine program, String... arguments) {
    try {
      return program.execute(FileArguments.marked(program, arguments));
    } catch (Error e) { // which picocli lets through
      return root(program).failed(e, program);
    }
  }

  /** The commands, to be looked at or to get writers of their own. */
  static CommandLine commandLine() {
    return commandLine(Writer.nullWriter(), Writer.nullWriter());
  }

  /** The commands and what they do about errors, ready to parse. */
  static CommandLine commandLine(Writer out, Writer err) {
    ClearerCommand root = new ClearerCommand();
    SafeWriter safe = new SafeWriter(out);
    CommandLine program =
        new CommandLine(root)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler(ClearerCommand::misused)
            .setExecutionExceptionHandler((error, command, parsed) -> root.failed(error, command))
            .setExecutionStrategy(parsed -> executed(parsed, safe));
    return program
        .setOut(new PrintWriter(safe, true))
        .setErr(new PrintWriter(new SafeWriter(err), true));
  }

  /** Help has colours, which are control characters of the program's own. */
  private static int executed(ParseResult parsed, SafeWriter out) {
    out.trust(true);
    try {
      Integer help = CommandLine.executeHelpRequest(parsed);
      if (help != null) {
        return help;
      }
    } finally {
      parsed.commandSpec().commandLine().getOut().flush();
      out.trust(false);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing, such as upscale.");
  }

  /** Prints {@code error} as one sentence and returns its exit code. */
  int failed(Throwable error, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("clearer: " + sentence(error));
    if (verbose) {
      error.printStackTrace(err);
    } else if (!(error instanceof InputException || error instanceof OutOfMemoryError)) {
      err.println("Run it again with --verbose for the stack trace, and report it.");
    }
    err.flush();
    return error instanceof InputException ? INPUT_FAULT : OUR_FAULT;
  }

  private static String sentence(Throwable error) {
    if (error instanceof InputException) {
      return Printable.line(String.valueOf(error.getMessage()));
    } else if (error instanceof OutOfMemoryError) {
      return "There is not enough memory: close other programs, or use a machine with more.";
    }
    return "internal error: " + Printable.line(error.toString());
  }

  private static int misused(ParameterException error, String... arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("clearer: " + Printable.line(FileArguments.explained(error, arguments)));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, err)) {
      err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
    }
    err.flush();
    return INPUT_FAULT;
  }
}
