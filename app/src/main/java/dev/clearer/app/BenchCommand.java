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

/** {@code clearer bench}: measures the speed of a model on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the speed of a model on this machine.",
      "It prints a table and reads and writes no pictures. best s and median s are wall-clock",
      "seconds. CPU s is the CPU time of all threads, which other programs affect less. s/MP is",
      "best s per million input pixels. peak MB is the peak memory of the process.",
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
      description = "Sizes of the input (default ${DEFAULT-VALUE}).")
  private List<Quantities.Pixels> sizes = List.of();

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "f32|bf16",
      description = "Number types (default f32, and bf16 if the processor supports it).")
  private List<Precision> precisions =
      BenchService.hasBfloat16() ? List.of(Precision.F32, Precision.BF16) : List.of(Precision.F32);

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      converter = Quantities.Count.class,
      description = "Numbers of threads (default 1 and the number of cores).")
  private List<Integer> threads = oneAndAll();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      converter = Quantities.Count.class,
      description = "Runs of each combination after a warm-up run (default 3).")
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
