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

/** The root command: options, error handling and exit codes that all commands share. */
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
      "  clearer deblur photo.jpg                    writes photo_clear.png of the same size",
      "  clearer upscale --help                      lists all options of a command",
    })
final class ClearerCommand implements Runnable {
  /** Exit code: an input, an option or the output folder is invalid. */
  static final int INVALID_INPUT = 2;

  private static final int INTERNAL_ERROR = 1;

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
   * Runs the command in {@code arguments} with the standard output and error of this process, and
   * returns its exit code.
   */
  static int run(String... arguments) {
    StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    CommandLine program = commandLine(writer(out), writer(System.err));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> root(program).failed(error, program));
    int code = execute(program, arguments);
    program.getOut().flush();
    IOException error = out.error();
    if (error == null) {
      return code;
    }
    program.getErr().println("clearer: Cannot write to standard output: " + Reason.of(error) + ".");
    program.getErr().flush();
    return code == 0 ? INTERNAL_ERROR : code;
  }

  private static Writer writer(OutputStream stream) {
    String name = System.getProperty("sun.stdout.encoding"); // the only way in Java 17
    Charset charset = name == null ? Charset.defaultCharset() : Charset.forName(name);
    return new BufferedWriter(new OutputStreamWriter(stream, charset));
  }

  private static ClearerCommand root(CommandLine program) {
    return program.getCommand();
  }

  /** Runs a command; every exception becomes a message and an exit code. */
  static int execute(CommandLine program, String... arguments) {
    try {
      return program.execute(FileArguments.marked(program, arguments));
    } catch (Error e) { // picocli does not catch errors
      return root(program).failed(e, program);
    }
  }

  /** The commands without output, for inspection. */
  static CommandLine commandLine() {
    return commandLine(Writer.nullWriter(), Writer.nullWriter());
  }

  /** The commands with their error handling, ready to parse. */
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

  /** Runs the parsed command. Only help may print control characters, for colours. */
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
    throw new ParameterException(spec.commandLine(), "Give a command, such as upscale.");
  }

  /** Prints {@code error} as one message and returns its exit code. */
  int failed(Throwable error, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("clearer: " + sentence(error));
    if (verbose) {
      error.printStackTrace(err);
    } else if (!(error instanceof InputException || error instanceof OutOfMemoryError)) {
      err.println("Please report this error with the stack trace that --verbose prints.");
    }
    err.flush();
    return error instanceof InputException ? INVALID_INPUT : INTERNAL_ERROR;
  }

  private static String sentence(Throwable error) {
    if (error instanceof InputException) {
      return Printable.line(String.valueOf(error.getMessage()));
    } else if (error instanceof OutOfMemoryError) {
      return "Not enough memory. Close other programs, or use a machine with more memory.";
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
    return INVALID_INPUT;
  }
}
