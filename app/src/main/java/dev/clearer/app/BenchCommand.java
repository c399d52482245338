package dev.clearer.app;

import dev.clearer.model.Facts;
import dev.clearer.service.BenchService;
import dev.clearer.service.BenchService.Measurement;
import dev.clearer.service.UpscaleService;
import dev.clearer.tensor.Precision;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clearer bench}: how long the model takes on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times the model on this machine and prints a table. Files are neither read nor written.",
      "best and median are seconds of the clock; CPU s is what all threads spent together, which",
      "other programs disturb less; s/MP is best a million pixels of input; peak MB is the most",
      "memory that the whole process held.",
      ""
    },
    footer = {"", "Example:", "  clearer bench --sizes 160x120,640x480 --threads 1,2 --runs 5"})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "WxH",
      defaultValue = "160x120,320x240,640x480",
      converter = Quantities.Size.class,
      description = "Sizes of input (default ${DEFAULT-VALUE}).")
  private List<Quantities.Pixels> sizes = List.of();

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "f32|bf16",
      description = "Arithmetics (default f32, and bf16 where the processor has it).")
  private List<Precision> precisions =
      BenchService.hasBfloat16() ? List.of(Precision.F32, Precision.BF16) : List.of(Precision.F32);

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      converter = Quantities.Count.class,
      description = "Threads an operation is spread over (default 1 and one a core).")
  private List<Integer> threads = oneAndAll();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      converter = Quantities.Count.class,
      description = "Runs of each, after one to warm up (default 3).")
  private int runs;

  @Mixin private ModelOptions network = new ModelOptions();

  private static List<Integer> oneAndAll() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores == 1 ? List.of(1) : List.of(1, cores);
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s on %s, %d cores; Java %s%n",
        network.model(Facts.LARGEST_SCALE),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
    out.println("input      precision  threads   best s  median s    CPU s     s/MP  peak MB");
    out.flush();
    for (Precision precision : precisions) {
      BenchService service =
          BenchService.open(
              new UpscaleService.Settings(
                  network.model(Facts.LARGEST_SCALE),
                  precision,
                  network.device(),
                  network.memory(),
                  Long.MAX_VALUE));
      for (Quantities.Pixels size : sizes) {
        for (int count : threads) {
          print(
              out,
              size,
              precision,
              count,
              service.measure(size.width(), size.height(), count, runs));
        }
      }
    }
  }

  private static void print(
      PrintWriter out, Quantities.Pixels size, Precision precision, int threads, Measurement m) {
    String peak = m.peakBytes().isPresent() ? "" + (m.peakBytes().getAsLong() >> 20) : "-";
    out.printf(
        Locale.ROOT,
        "%-10s %-9s %8d %8.2f %9.2f %8.2f %8.1f %8s%n",
        size.width() + "x" + size.height(),
        precision.name().toLowerCase(Locale.ROOT),
        threads,
        m.seconds(),
        m.median(),
        m.processorSeconds(),
        m.secondsPerMegapixel(),
        peak);
    out.flush();
  }
}
