package dev.clearer.app;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Handles file names on the command line that look like options. */
final class FileArguments {
  private FileArguments() {}

  /**
   * Prepends {@code ./} to names of existing files that start with a dash and are not options; a
   * shell may produce them from {@code *.png}. Arguments after {@code --} are not changed.
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

  /**
   * Explains an error, with a hint if an argument starts with a dash but is neither option nor
   * file.
   */
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
        .map(
            argument ->
                "There is neither an option nor a file " + argument + ". Check the spelling.")
        .orElse(message);
  }
}
