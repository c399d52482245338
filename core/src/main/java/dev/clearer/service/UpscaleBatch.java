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
 * Processes the jobs of a plan. It continues after failures, writes the report, and counts the
 * results.
 */
public final class UpscaleBatch implements AutoCloseable {
  private final Listener listener;
  private final BatchReport report;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> skipped = new LinkedHashMap<>();
  private int done;

  /** The service that restores pictures, and its options. */
  public record Work(UpscaleService service, Task task, FileHandling files) {}

  /** Shows the progress of one job or of all jobs until it is closed. */
  public interface Bar extends Progress, AutoCloseable {
    @Override
    void close();
  }

  /** Receives events. Only {@link #commit} may be called by several threads at a time. */
  public interface Listener {
    /** A picture was restored. */
    void done(Job job, Enlarged enlarged, double seconds);

    /** An input failed, or could not be planned. */
    void failed(Path input, RuntimeException error);

    /** Starts to show progress under {@code title}. */
    Bar bar(String title);

    /** Runs {@code moves}, which renames finished files to their final names. */
    void commit(Runnable moves);
  }

  /**
   * The results of a batch.
   *
   * @param done number of restored pictures
   * @param skipped number of skipped inputs by reason
   * @param faults a sentence for each input that failed
   */
  public record Tally(int done, Map<String, Integer> skipped, List<String> faults) {
    /** Number of skipped inputs. */
    public int allSkipped() {
      return skipped.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Number of inputs. */
    public int all() {
      return done + allSkipped() + faults.size();
    }
  }

  /**
   * Creates a batch.
   *
   * @param reportFile CSV file for the report; null for none
   * @throws InputException if the report cannot be written
   */
  public UpscaleBatch(Listener listener, @Nullable Path reportFile) {
    this.listener = listener;
    this.report = BatchReport.to(reportFile);
  }

  /**
   * Processes the jobs of {@code plan}.
   *
   * @param skipFinished whether to skip jobs whose results exist and are up to date
   * @param concurrency number of pictures that are processed at the same time
   */
  public void run(UpscalePlan plan, Work work, boolean skipFinished, int concurrency) {
    for (UpscalePlan.Refusal refusal : plan.refusals()) {
      fail(refusal.input(), new InputException(refusal.sentence()));
    }
    plan.skipped().forEach(this::skip);
    List<Job> jobs = skipFinished ? unfinished(plan.jobs()) : plan.jobs();
    if (concurrency == 1) {
      jobs.forEach(job -> upscaleAlone(work, job));
    } else if (!jobs.isEmpty()) {
      work.service.shareProcessor(concurrency);
      upscaleTogether(work, jobs, concurrency);
    }
  }

  private void skip(UpscalePlan.Skipped file) {
    String reason =
        switch (file.reason()) {
          case NOT_A_PICTURE -> "not a picture by its name";
          case BROKEN_LINK -> "a broken link";
          case NOT_A_FILE -> "a pipe or device";
        };
    skipped.merge(reason, 1, Integer::sum);
    report.skipped(file.file(), reason);
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

  private void upscaleTogether(Work work, List<Job> jobs, int concurrency) {
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    try (Bar bar = listener.bar(jobs.size() + " pictures")) {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (Job job : jobs) {
        tasks.add(
            Executors.callable(
                () -> {
                  upscale(work, job, Progress.NONE, () -> {});
                  bar.report(shareDone(jobs.size()));
                }));
      }
      threads.invokeAll(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private synchronized double shareDone(int all) {
    return Math.min(1, (done + faults.size()) / (double) all);
  }

  private void upscale(Work work, Job job, Progress progress, Runnable beforeOutput) {
    long start = System.nanoTime();
    try {
      Enlarged enlarged = work.service.enlarge(job, work.task, work.files, progress);
      listener.commit(enlarged::commit);
      beforeOutput.run();
      succeed(job, enlarged, (System.nanoTime() - start) / 1e9);
    } catch (RuntimeException e) {
      beforeOutput.run();
      fail(job.input(), e);
    } catch (Error e) { // otherwise a thread of the pool would end silently
      beforeOutput.run();
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

  /** The results so far. */
  public synchronized Tally tally() {
    return new Tally(
        done, Collections.unmodifiableMap(new LinkedHashMap<>(skipped)), List.copyOf(faults));
  }

  /**
   * Closes the report.
   *
   * @throws InputException if the report could not be written completely
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
