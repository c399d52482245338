package dev.clearer.app.serve;

import dev.clearer.Progress;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The jobs: those that wait, the one that is being done, and those that have ended, until they are
 * deleted. What is saved survives the server: jobs that wait or run when it ends, however it ends,
 * wait again when it starts. {@link JobWorker} does them, oldest first.
 */
final class JobQueue implements AutoCloseable {
  /** A job that ended the whole server so often is not tried again. */
  static final int MOST_STARTS = 3;

  private static final Duration LAST_TILE = Duration.ofSeconds(60);
  private static final long RETRY_MILLIS = 2000;
  private static final long TIDY_MILLIS = 60_000;
  private static final String DISK_FULL =
      "The server's disk is full: no new picture is taken until there is room.";

  private final ServerSettings.Limits limits;
  private final Storage storage;
  private final SavedJobs saved;
  private final JobFiles files;
  private final Journal journal;
  private final JobTable table = new JobTable();
  private final JobWorker worker;
  private @Nullable Running running;
  private long changes;
  private volatile boolean closing;

  /** Does one job and returns it as done. */
  interface Work {
    /**
     * Writes the results into {@code files}.
     *
     * @throws CancellationException if {@code progress} said so
     * @throws dev.clearer.InputException if something is wrong with the picture
     */
    Job run(Job job, JobFiles.Folder files, Progress progress);
  }

  /** A job with what only memory knows: progress in [0, 1] and how many are ahead of it. */
  record View(Job job, double progress, double secondsLeft, int ahead, long change) {}

  private static final class Running {
    private final Job job;
    private final long start = System.nanoTime();
    private double progress;
    private boolean cancelled;

    Running(Job job) {
      this.job = job;
    }

    double secondsLeft() {
      return seconds() * (1 - progress) / progress;
    }

    double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  JobQueue(ServerSettings.Limits limits, Storage storage, Work work, Journal journal) {
    this.limits = limits;
    this.storage = storage;
    this.journal = journal;
    files = storage.files();
    saved = new SavedJobs(storage.jobs(), journal);
    load(storage.jobs().all());
    worker = new JobWorker(this, work, files, limits, journal);
    worker.start();
  }

  private void load(JobStore.Contents contents) {
    Set<UUID> known = new HashSet<>(contents.unreadable());
    List<Job> again = new ArrayList<>();
    List<Job> last = new ArrayList<>();
    for (Job job : contents.jobs()) {
      known.add(job.id());
      (job.starts() >= MOST_STARTS - 1 ? last : again).add(resumed(job));
    }
    table.putAll(again);
    last.forEach(table::put); // what may end the server keeps nothing else waiting
    int lost = files.recover(known);
    contents.jobs().forEach(job -> table.resize(job.id(), files.of(job.id()).bytes()));
    if (lost > 0 || !contents.unreadable().isEmpty()) {
      journal.log().event("set aside", Map.of("lost", lost, "unreadable", contents.unreadable()));
    }
  }

  private Job resumed(Job job) {
    if (job.state() != Job.State.RUNNING) {
      return job;
    }
    if (job.starts() < MOST_STARTS) {
      return job.waiting(job.starts());
    }
    Job failed =
        job.failed(
            "The server ended %d times while it worked on this picture, perhaps for lack of memory: shrink or crop it."
                .formatted(job.starts()));
    saved.save(failed);
    return failed;
  }

  /** Whether one more may wait. */
  synchronized boolean hasRoom() {
    return !closing && waiting() < limits.queue();
  }

  synchronized int waiting() {
    return table.waiting();
  }

  synchronized boolean isRunning() {
    return running != null;
  }

  /** All files of all jobs. */
  synchronized long bytes() {
    return table.bytes();
  }

  /**
   * Takes a job whose files were received; false, and nothing is kept, if the queue is full.
   *
   * @throws StoreException if it cannot be saved; then nothing is kept
   */
  synchronized boolean submit(Job job) {
    if (!hasRoom()) {
      return false;
    }
    saved.saveNow(job);
    try {
      files.accept(job.id());
    } catch (UncheckedIOException e) {
      saved.delete(List.of(job.id()));
      throw e;
    }
    table.put(job);
    table.resize(job.id(), files.of(job.id()).bytes());
    changed();
    return true;
  }

  synchronized @Nullable View find(UUID id) {
    Job job = table.get(id);
    if (job == null) {
      return null;
    }
    Running now = running;
    boolean runs = now != null && now.job.id().equals(id);
    double progress = job.state() == Job.State.DONE ? 1 : now != null && runs ? now.progress : 0;
    double left = now != null && progress > 0 && runs ? now.secondsLeft() : 0;
    boolean waits = job.state() == Job.State.QUEUED;
    int ahead = waits ? table.before(id) + (now == null ? 0 : 1) : 0;
    return new View(job, progress, left, ahead, changes);
  }

  /** Waits until anything has changed since {@code seen}, or the time is over. */
  synchronized void awaitChange(long seen, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    long left = longest.toMillis();
    while (changes == seen && !closing && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  boolean isClosing() {
    return closing;
  }

  /** Deletes a job with all its files; one that runs is given up. False if there is none. */
  boolean delete(UUID id) {
    synchronized (this) {
      if (table.remove(id) == null) {
        return false;
      }
      if (running != null && running.job.id().equals(id)) {
        running.cancelled = true;
      }
      changed();
    }
    files.delete(id);
    saved.delete(List.of(id));
    return true;
  }

  /** Counts a job's files again, after one was added. */
  synchronized void grown(UUID id) {
    table.resize(id, files.of(id).bytes());
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  /**
   * Waits for the next job and begins it; null when the server ends. Work begins when its start is
   * saved and the disk has room for its result.
   */
  @Nullable Job next() throws InterruptedException {
    while (!closing) {
      giveBack();
      tidy();
      boolean ready = saved.retry() && diskHasRoom();
      synchronized (this) {
        Job job = table.firstWaiting();
        if (ready && job != null) {
          Job started = job.started();
          ready = saved.saved(started);
          if (ready) {
            return begin(started);
          }
        }
        if (!closing) {
          wait(ready ? TIDY_MILLIS : RETRY_MILLIS);
        }
      }
    }
    return null;
  }

  private Job begin(Job started) {
    running = new Running(started);
    table.put(started);
    changed();
    return started;
  }

  /** A job is still running only if its end could not be noted down. */
  private synchronized void giveBack() {
    Running stuck = running;
    if (stuck != null) {
      end(
          stuck.job.starts() < MOST_STARTS
              ? stuck.job.waiting(stuck.job.starts())
              : stuck.job.failed(JobWorker.OUR_FAULT));
    }
  }

  /** Takes up how the running job has ended. */
  void end(Job job) {
    boolean cancelled;
    double seconds;
    synchronized (this) {
      cancelled = running != null && running.cancelled;
      seconds = running == null ? 0 : running.seconds();
      if (!cancelled) {
        if (job.state() == Job.State.QUEUED) {
          table.putFirst(job);
        } else {
          table.put(job);
        }
        table.resize(job.id(), files.of(job.id()).bytes());
        saved.save(job);
      }
      running = null;
      changed();
    }
    if (cancelled) {
      files.delete(job.id()); // what it wrote after it was deleted
    }
    journal.ended(job, cancelled, seconds);
  }

  /** Notes the progress of the running job, and ends it if it shall not go on. */
  synchronized void progress(double fraction) {
    Running current = running;
    if (closing || current == null || current.cancelled) {
      throw new CancellationException();
    }
    if (current.seconds() > limits.secondsPerPicture()) {
      throw new JobWorker.TooSlow();
    }
    current.progress = fraction;
    changed();
  }

  /** Deletes what is too old, and the oldest of what is too much, but for the very newest. */
  private void tidy() {
    List<UUID> old = expired();
    if (!old.isEmpty()) {
      old.forEach(this::deleteFiles);
      saved.delete(old);
    }
  }

  private void deleteFiles(UUID id) {
    try {
      files.delete(id);
    } catch (UncheckedIOException e) {
      journal.fault("files", e);
    }
  }

  private synchronized List<UUID> expired() {
    long oldest = System.currentTimeMillis() - Duration.ofHours(limits.hoursKept()).toMillis();
    List<UUID> expired = new ArrayList<>();
    Job first = table.firstEnded();
    while (first != null && (first.finished() < oldest || isTooMuch())) {
      table.remove(first.id());
      expired.add(first.id());
      first = table.firstEnded();
    }
    return expired;
  }

  private boolean isTooMuch() {
    return table.ended() > 1 && table.bytes() > limits.dataMegabytes() * 1_000_000L;
  }

  /** Whether the disk has room for one more. */
  boolean diskHasRoom() {
    return storage.room().getAsBoolean();
  }

  /** Why no picture can be taken or done now, a sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!diskHasRoom()) {
      problems.add(DISK_FULL);
    }
    if (!saved.works()) {
      problems.add(StoreException.SENTENCE);
    }
    if (!closing && !worker.isAlive()) {
      problems.add("No picture is being done any more: start the server again.");
    }
    return problems;
  }

  /** Gives the running job up after its tile, so that it waits again, and closes the database. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    worker.await(LAST_TILE);
    saved.close();
  }
}
