package dev.clearer.app;

import dev.clearer.service.ModelService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clearer model}: looks at files of weights and converts them. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what is in a file of weights, and converts it.",
      "Safetensors and PyTorch files (.pth) are read; nothing in them is executed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clearer model info compact-x4",
      "  clearer model convert net_g_latest.pth blindsr.safetensors --dtype f16"
    })
final class ModelCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Prints which network it is, its tensors, parameters, types and metadata.")
  int info(
      @Parameters(
              paramLabel = "FILE",
              description = "Weights, or the name of a model that comes with Clearer.")
          String file) {
    ModelService.Contents model = ModelService.describe(file);
    PrintWriter out = spec.commandLine().getOut();
    print(out, "network", model.network());
    model.halves().forEach(half -> print(out, "as", half));
    if (model.misfit() != null) {
      print(out, "differs", model.misfit());
    }
    print(out, "tensors", model.tensors());
    print(out, "parameters", model.parameters());
    print(out, "types", types(model));
    print(out, "size", megabytes(model));
    model.metadata().forEach((key, text) -> print(out, "metadata." + key, text));
    out.flush();
    return 0;
  }

  @Command(
      name = "convert",
      mixinStandardHelpOptions = true,
      description = "Writes the weights in IN as safetensors to OUT.")
  int convert(
      @Parameters(
              paramLabel = "IN",
              description = "Weights, or the name of a model that comes with Clearer.")
          String input,
      @Parameters(paramLabel = "OUT", description = "A file that ends in .safetensors.")
          Path output,
      @Option(
              names = "--dtype",
              paramLabel = "f32|f16|bf16",
              description = "Type of the numbers (default: as they are).")
          ModelService.@Nullable NumberType type) {
    CommitLock.run(() -> report(output, ModelService.convert(input, output, type)));
    return 0;
  }

  private void report(Path output, ModelService.Contents model) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s; %s, %s%n", output, model.network(), types(model), megabytes(model));
    out.flush();
  }

  private static void print(PrintWriter out, String key, Object value) {
    out.println(key + ": " + value);
  }

  /** Such as {@code 120 f16, 3 i64}. */
  private static String types(ModelService.Contents model) {
    return model.types().entrySet().stream()
        .map((Map.Entry<String, Integer> type) -> type.getValue() + " " + type.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String megabytes(ModelService.Contents model) {
    return String.format(Locale.ROOT, "%.2f MB", model.bytes() / 1e6);
  }
}
