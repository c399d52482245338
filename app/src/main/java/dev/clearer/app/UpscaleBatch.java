package dev.clearer.app;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.infer.Task;
import dev.clearer.service.UpscalePlan;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService;
import dev.clearer.service.UpscaleService.Enlarged;
import dev.clearer.service.UpscaleService.FileHandling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One run over many pictures: does them, tells of each, and remembers how it went. */
final class UpscaleBatch implements AutoCloseable {
  private final ClearerCommand root;
  private final CommandLine command;
  private final BatchReport report;
  private final List<String> faults = new ArrayList<>();

  /** How many files were left out for each reason. */
  private final Map<String, Integer> skipped = new LinkedHashMap<>();

  private int done;
  private int exitCode;

  /**
   * A batch that has done nothing yet.
   *
   * @param reportFile for a line a picture; null if nobody wants it
   * @throws InputException if that file cannot be written
   */
  UpscaleBatch(ClearerCommand root, CommandLine command, @Nullable Path reportFile) {
    this.root = root;
    this.command = command;
    this.report = BatchReport.to(reportFile);
    WholeFiles.arm();
  }

  /** Tells of an input that cannot be done. */
  void refuse(UpscalePlan.Refusal refusal) {
    fail(refusal.input(), new InputException(refusal.sentence()));
  }

  /** Counts a file of a folder that is no picture. */
  void leaveOut(UpscalePlan.LeftOut file) {
    String why =
        switch (file.why()) {
          case NO_PICTURE -> "no picture by its name";
          case BROKEN_LINK -> "a link to nothing";
          case NO_FILE -> "a pipe or device";
        };
    skipped.merge(why, 1, Integer::sum);
    report.skipped(file.file(), why);
  }

  /** The jobs to do: all, or all but finished ones, which are counted. */
  List<Job> without(List<Job> jobs, boolean finished) {
    List<Job> wanted = new ArrayList<>();
    for (Job job : jobs) {
      if (finished && job.finished()) {
        skipped.merge("up to date", 1, Integer::sum);
        report.skipped(job);
      } else {
        wanted.add(job);
      }
    }
    return wanted;
  }

  /** Does {@code jobs}, so many at the same time, and goes on after those that fail. */
  void run(Work work, List<Job> jobs, int atOnce) {
    if (atOnce == 1) {
      jobs.forEach(job -> upscaleWithBar(work, job));
    } else if (!jobs.isEmpty()) {
      work.service.shareProcessor(atOnce);
      runTogether(work, jobs, atOnce);
    }
  }

  /** What does the work, and how. */
  record Work(UpscaleService service, Task task, FileHandling files) {}

  private void upscaleWithBar(Work work, Job job) {
    try (ProgressBar bar = ProgressBar.of(String.valueOf(job.input().getFileName()))) {
      upscale(work, job, bar, bar::close);
    }
  }

  private void runTogether(Work work, List<Job> jobs, int atOnce) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try (ProgressBar bar = ProgressBar.of(jobs.size() + " pictures")) {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (Job job : jobs) {
        tasks.add(
            Executors.callable(
                () -> {
                  upscale(work, job, Progress.NONE, () -> {});
                  bar.report(finishedOf(jobs.size()));
                }));
      }
      threads.invokeAll(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private synchronized double finishedOf(int all) {
    return Math.min(1, (done + faults.size()) / (double) all);
  }

  private void upscale(Work work, Job job, Progress progress, Runnable beforeWords) {
    long start = System.nanoTime();
    try {
      Enlarged enlarged = work.service.enlarge(job, work.task, work.files, progress);
      WholeFiles.run(enlarged::keep);
      beforeWords.run();
      succeed(job, enlarged, (System.nanoTime() - start) / 1e9);
    } catch (RuntimeException e) {
      beforeWords.run();
      fail(job.input(), e);
    } catch (Error e) { // or a thread of many would end without a word
      beforeWords.run();
      fail(job.input(), new IllegalStateException(job.input() + ": " + e, e));
    }
  }

  private synchronized void succeed(Job job, Enlarged enlarged, double seconds) {
    done++;
    report.done(job, enlarged, seconds);
    String note = enlarged.note();
    if (note != null) {
      command.getErr().println("clearer: " + Printable.line(note));
      command.getErr().flush();
    }
    PrintWriter out = command.getOut();
    out.println(Printable.line(done(job, enlarged, seconds)));
    out.flush();
  }

  private static String done(Job job, Enlarged enlarged, double seconds) {
    return String.format(
        Locale.ROOT,
        "%s: %dx%d to %dx%d%s in %.1f s%s%s, written to %s",
        job.input(),
        enlarged.inputWidth(),
        enlarged.inputHeight(),
        enlarged.width(),
        enlarged.height(),
        enlarged.isResized() ? " (resized from x%d)".formatted(enlarged.workingScale()) : "",
        seconds,
        measures(enlarged),
        enlarged.flat() ? ", flat: blur not measurable" : "",
        job.picture());
  }

  /** Such as {@code , blur mean 0.70 max 3.48 px}. */
  private static String measures(Enlarged enlarged) {
    StringBuilder words = new StringBuilder();
    enlarged
        .measures()
        .forEach(
            (kind, measure) ->
                words.append(
                    String.format(
                        Locale.ROOT,
                        ", %s mean %.2f max %.2f %s",
                        kind.label(),
                        measure.mean(),
                        measure.greatest(),
                        kind.unit().symbol())));
    return words.toString();
  }

  /** Our own fault (1) outweighs the user's (2), which outweighs success (0). */
  private synchronized void fail(Path input, RuntimeException error) {
    String sentence = String.valueOf(error.getMessage());
    faults.add(sentence);
    report.failed(input, sentence);
    int code = root.failed(error, command);
    exitCode = exitCode == 1 ? 1 : code;
  }

  /**
   * Says on standard error how many pictures were done and which not; ends the report, which must
   * be whole.
   */
  void summarise() {
    report.close();
    try {
      report.requireWritten();
    } catch (InputException e) {
      exitCode = Math.max(exitCode, root.failed(e, command));
    }
    int out = skipped.values().stream().mapToInt(Integer::intValue).sum();
    PrintWriter err = command.getErr();
    err.printf("clearer: %d done, %d skipped, %d not done%n", done, out, faults.size());
    skipped.forEach((why, count) -> err.printf("clearer:   %d skipped: %s%n", count, why));
    if (done + out + faults.size() > 1) {
      faults.forEach(fault -> err.println("clearer:   " + Printable.line(fault)));
    }
    err.flush();
  }

  /** 0, 1 or 2: see {@link ClearerCommand}. */
  int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    report.close();
  }
}
