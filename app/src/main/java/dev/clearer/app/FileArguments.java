package dev.clearer.app;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Names of files on the command line that look like options. */
final class FileArguments {
  private FileArguments() {}

  /**
   * The arguments with {@code ./} before names of files that begin with a dash and are no options,
   * as a shell may have made of {@code *.png}; those behind {@code --} stay.
   */
  static String[] marked(CommandLine program, String... arguments) {
    long options = Stream.of(arguments).takeWhile(argument -> !argument.equals("--")).count();
    String[] marked = arguments.clone();
    for (int i = 0; i < options; i++) {
      String argument = arguments[i];
      if (argument.startsWith("-") && !isOption(program, argument) && exists(argument)) {
        marked[i] = "./" + argument;
      }
    }
    return marked;
  }

  private static boolean exists(String argument) {
    try {
      return Files.exists(Path.of(argument), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether any command has an option of that name. */
  private static boolean isOption(CommandLine program, String argument) {
    String name = argument.replaceFirst("=.*", "");
    return program.getCommandSpec().optionsMap().containsKey(name)
        || program.getSubcommands().values().stream().anyMatch(sub -> isOption(sub, argument));
  }

  /** What is wrong with the arguments; a dash before an input's name is told as the reason. */
  static String explained(ParameterException error, String... arguments) {
    String message = String.valueOf(error.getMessage());
    if (!(error instanceof CommandLine.MissingParameterException)) {
      return message;
    }
    CommandLine command = error.getCommandLine();
    return Stream.of(arguments)
        .takeWhile(argument -> !argument.equals("--"))
        .filter(argument -> argument.startsWith("-") && !isOption(command, argument))
        .findFirst()
        .map(argument -> "There is neither an option nor a file " + argument + ": check its name.")
        .orElse(message);
  }
}
