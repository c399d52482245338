package dev.clearer.service;

import dev.clearer.InputException;
import dev.clearer.Progress;
import dev.clearer.infer.Task;
import dev.clearer.service.UpscalePlan.Job;
import dev.clearer.service.UpscaleService.Enlarged;
import dev.clearer.service.UpscaleService.FileHandling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One run over many pictures: processes the jobs of a plan, goes on after those that fail, writes
 * the report, and counts how it went.
 */
public final class UpscaleBatch implements AutoCloseable {
  private final Listener listener;
  private final BatchReport report;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> skipped = new LinkedHashMap<>();
  private int done;

  /** What does the work, and how. */
  public record Work(UpscaleService service, Task task, FileHandling files) {}

  /** Progress of one job or of many, shown until it is closed. */
  public interface Bar extends Progress, AutoCloseable {
    @Override
    void close();
  }

  /** Told what happens; called by one thread at a time, but for {@link #commit}. */
  public interface Listener {
    /** A picture is done. */
    void done(Job job, Enlarged enlarged, double seconds);

    /** An input failed, or could not become a job. */
    void failed(Path input, RuntimeException error);

    /** Begins to show progress of {@code title}. */
    Bar bar(String title);

    /** Runs {@code moves}, which takes finished files into their places. */
    void commit(Runnable moves);
  }

  /**
   * How a batch went.
   *
   * @param done number of pictures
   * @param skipped numbers of inputs that were skipped, by reason
   * @param faults a sentence for every input that failed
   */
  public record Tally(int done, Map<String, Integer> skipped, List<String> faults) {
    /** Number of inputs that were skipped for any reason. */
    public int allSkipped() {
      return skipped.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Number of inputs. */
    public int all() {
      return done + allSkipped() + faults.size();
    }
  }

  /**
   * A batch that has done nothing yet.
   *
   * @param reportFile for a line a picture; null for none
   * @throws InputException if that file cannot be written
   */
  public UpscaleBatch(Listener listener, @Nullable Path reportFile) {
    this.listener = listener;
    this.report = BatchReport.to(reportFile);
  }

  /**
   * Processes the jobs of {@code plan}.
   *
   * @param skipFinished whether jobs are skipped whose results exist and are up to date
   * @param atOnce number of pictures that are processed at the same time
   */
  public void run(UpscalePlan plan, Work work, boolean skipFinished, int atOnce) {
    for (UpscalePlan.Refusal refusal : plan.refusals()) {
      fail(refusal.input(), new InputException(refusal.sentence()));
    }
    plan.leftOut().forEach(this::leaveOut);
    List<Job> jobs = skipFinished ? unfinished(plan.jobs()) : plan.jobs();
    if (atOnce == 1) {
      jobs.forEach(job -> upscaleAlone(work, job));
    } else if (!jobs.isEmpty()) {
      work.service.shareProcessor(atOnce);
      upscaleTogether(work, jobs, atOnce);
    }
  }

  private void leaveOut(UpscalePlan.LeftOut file) {
    String why =
        switch (file.why()) {
          case NO_PICTURE -> "no picture by its name";
          case BROKEN_LINK -> "a link to nothing";
          case NO_FILE -> "a pipe or device";
        };
    skipped.merge(why, 1, Integer::sum);
    report.skipped(file.file(), why);
  }

  private List<Job> unfinished(List<Job> jobs) {
    List<Job> wanted = new ArrayList<>();
    for (Job job : jobs) {
      if (job.finished()) {
        skipped.merge("up to date", 1, Integer::sum);
        report.skipped(job);
      } else {
        wanted.add(job);
      }
    }
    return wanted;
  }

  private void upscaleAlone(Work work, Job job) {
    try (Bar bar = listener.bar(String.valueOf(job.input().getFileName()))) {
      upscale(work, job, bar, bar::close);
    }
  }

  private void upscaleTogether(Work work, List<Job> jobs, int atOnce) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try (Bar bar = listener.bar(jobs.size() + " pictures")) {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (Job job : jobs) {
        tasks.add(
            Executors.callable(
                () -> {
                  upscale(work, job, Progress.NONE, () -> {});
                  bar.report(shareOf(jobs.size()));
                }));
      }
      threads.invokeAll(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private synchronized double shareOf(int all) {
    return Math.min(1, (done + faults.size()) / (double) all);
  }

  private void upscale(Work work, Job job, Progress progress, Runnable beforeWords) {
    long start = System.nanoTime();
    try {
      Enlarged enlarged = work.service.enlarge(job, work.task, work.files, progress);
      listener.commit(enlarged::keep);
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
    listener.done(job, enlarged, seconds);
  }

  private synchronized void fail(Path input, RuntimeException error) {
    String sentence = String.valueOf(error.getMessage());
    faults.add(sentence);
    report.failed(input, sentence);
    listener.failed(input, error);
  }

  /** How it went so far. */
  public synchronized Tally tally() {
    return new Tally(
        done, Collections.unmodifiableMap(new LinkedHashMap<>(skipped)), List.copyOf(faults));
  }

  /**
   * Ends the report.
   *
   * @throws InputException if the report could not be written whole
   */
  public void finishReport() {
    report.close();
    report.requireWritten();
  }

  @Override
  public void close() {
    report.close();
  }
}
