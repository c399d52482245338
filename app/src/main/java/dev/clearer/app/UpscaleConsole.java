package dev.clearer.app;

import dev.clearer.infer.BlurRange;
import dev.clearer.service.UpscaleBatch;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService.Enlarged;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** Prints the events of a batch and computes its exit code. */
final class UpscaleConsole implements UpscaleBatch.Listener {
  private final ClearerCommand root;
  private final CommandLine command;
  private int exitCode;

  UpscaleConsole(ClearerCommand root, CommandLine command) {
    this.root = root;
    this.command = command;
    CommitLock.install();
  }

  @Override
  public void done(Job job, Enlarged enlarged, double seconds) {
    String note = enlarged.note();
    if (note != null) {
      command.getErr().println("clearer: " + Printable.line(note));
      command.getErr().flush();
    }
    PrintWriter out = command.getOut();
    out.println(Printable.line(line(job, enlarged, seconds)));
    out.flush();
  }

  private static String line(Job job, Enlarged enlarged, double seconds) {
    return String.format(
        Locale.ROOT,
        "%s: %dx%d to %dx%d%s in %.1f s%s%s%s, written to %s",
        job.input(),
        enlarged.inputWidth(),
        enlarged.inputHeight(),
        enlarged.width(),
        enlarged.height(),
        enlarged.isResized() ? " (resized from x%d)".formatted(enlarged.workingScale()) : "",
        seconds,
        measures(enlarged),
        range(enlarged.range()),
        enlarged.flat() ? ", no visible blur" : "",
        job.picture());
  }

  private static String range(BlurRange range) {
    return switch (range) {
      case X2 -> ", wide blur restored at half the size (--range 2)";
      case X4 -> ", wide blur restored at a quarter of the size (--range 4)";
      default -> "";
    };
  }

  /** Such as {@code , blur mean 0.70 max 3.48 px}. */
  private static String measures(Enlarged enlarged) {
    StringBuilder text = new StringBuilder();
    enlarged
        .measures()
        .forEach(
            (kind, measure) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        ", %s mean %.2f max %.2f %s",
                        kind.label(),
                        measure.mean(),
                        measure.max(),
                        kind.unit().symbol())));
    return text.toString();
  }

  @Override
  public void failed(Path input, RuntimeException error) {
    fail(error);
  }

  /** Reports an error. Exit code 1 (internal error) takes precedence over 2 (invalid input). */
  void fail(RuntimeException error) {
    int code = root.failed(error, command);
    exitCode = exitCode == 1 ? 1 : code;
  }

  @Override
  public UpscaleBatch.Bar bar(String title) {
    return ProgressBar.of(title);
  }

  @Override
  public void commit(Runnable moves) {
    CommitLock.run(moves);
  }

  /**
   * Prints on standard error how many pictures were done, were skipped, or failed, and which
   * failed.
   */
  void summarise(UpscaleBatch.Tally tally) {
    PrintWriter err = command.getErr();
    err.printf(
        "clearer: %d done, %d skipped, %d failed%n",
        tally.done(), tally.allSkipped(), tally.faults().size());
    tally
        .skipped()
        .forEach((reason, count) -> err.printf("clearer:   %d skipped: %s%n", count, reason));
    if (tally.all() > 1) {
      tally.faults().forEach(fault -> err.println("clearer:   " + Printable.line(fault)));
    }
    err.flush();
  }

  /** 0, 1 or 2: see {@link ClearerCommand}. */
  int exitCode() {
    return exitCode;
  }
}
