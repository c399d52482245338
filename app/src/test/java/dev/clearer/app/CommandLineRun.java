package dev.clearer.app;

import java.io.StringWriter;
import picocli.CommandLine;

/** One run of the program within this process: its exit code and output. */
record CommandLineRun(int code, String out, String err) {
  static CommandLineRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program = ClearerCommand.commandLine(out, err);
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = ClearerCommand.execute(program, words);
    return new CommandLineRun(code, out.toString(), err.toString());
  }
}
