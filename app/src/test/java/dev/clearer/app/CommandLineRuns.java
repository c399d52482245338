package dev.clearer.app;

/** Runs of the program for tests of other packages. */
public final class CommandLineRuns {
  private CommandLineRuns() {}

  /** The exit code of a run. */
  public static int code(Object... arguments) {
    return CommandLineRun.of(arguments).code();
  }

  /** The standard output of a run. */
  public static String out(Object... arguments) {
    return CommandLineRun.of(arguments).out();
  }
}
