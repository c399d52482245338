package dev.clearer.app;

/** The program's entry point. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code arguments} and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(ClearerCommand.run(arguments));
  }
}
