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

/** {@code clearer model}: describes and converts weight files. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = {
      "Describes or converts a weight file.",
      "Reads safetensors and PyTorch files (.pth). Code in PyTorch files is never executed.",
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
      description = "Prints the network, tensors, parameters, number types and metadata.",
      footer = {"", "Example:", "  clearer model info photo"})
  int info(
      @Parameters(paramLabel = "FILE", description = "Weight file, or name of a built-in model.")
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
      description = "Writes the weights of IN to OUT as safetensors.",
      footer = {
        "",
        "Example:",
        "  clearer model convert net_g_latest.pth blindsr.safetensors --dtype f16"
      })
  int convert(
      @Parameters(paramLabel = "IN", description = "Weight file, or name of a built-in model.")
          String input,
      @Parameters(paramLabel = "OUT", description = "Output file, which must end in .safetensors.")
          Path output,
      @Option(
              names = "--dtype",
              paramLabel = "f32|f16|bf16",
              description = "Number type (default: unchanged).")
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
