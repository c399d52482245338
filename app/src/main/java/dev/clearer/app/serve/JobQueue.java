package dev.clearer.app.serve;

import dev.clearer.InputException;
import dev.clearer.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The jobs and the one thread that does them, oldest first. What is saved survives the server: jobs
 * that wait or run when it ends, however it ends, wait again when it starts.
 */
final class JobQueue implements AutoCloseable {
  private static final Duration LAST_TILE = Duration.ofSeconds(60);

  private final ServerSettings.Limits limits;
  private final JobStore store;
  private final JobFiles files;
  private final Work work;
  private final Journal journal;
  private final Map<UUID, Job> jobs = new LinkedHashMap<>();
  private final Thread worker = new Thread(this::workUntilClosed, "pictures");
  private @Nullable Running running;
  private long changes;
  private volatile boolean closing;

  /** Does one job and returns it as done. */
  interface Work {
    /**
     * Writes the results into {@code files}.
     *
     * @throws CancellationException if {@code progress} said so
     * @throws InputException if something is wrong with the picture
     */
    Job run(Job job, JobFiles.Folder files, Progress progress);
  }

  /** A job with what only memory knows: progress in [0, 1] and how many are ahead of it. */
  record View(Job job, double progress, double secondsLeft, int ahead, long change) {}

  private static final class Running {
    private final UUID id;
    private final long start = System.nanoTime();
    private double progress;
    private boolean cancelled;

    Running(UUID id) {
      this.id = id;
    }

    double secondsLeft() {
      return seconds() * (1 - progress) / progress;
    }

    double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  JobQueue(
      ServerSettings.Limits limits, JobStore store, JobFiles files, Work work, Journal journal) {
    this.limits = limits;
    this.store = store;
    this.files = files;
    this.work = work;
    this.journal = journal;
    for (Job job : store.all()) {
      Job resumed = job.state() == Job.State.RUNNING ? job.in(Job.State.QUEUED) : job;
      jobs.put(job.id(), resumed);
    }
    files.deleteAllBut(jobs.keySet());
    files.deleteDrafts();
    worker.start();
  }

  /** Whether one more may wait. */
  synchronized boolean hasRoom() {
    return !closing && waiting() < limits.queue();
  }

  synchronized int waiting() {
    return (int) jobs.values().stream().filter(job -> job.state() == Job.State.QUEUED).count();
  }

  synchronized boolean isRunning() {
    return running != null;
  }

  synchronized long bytes() {
    return jobs.values().stream().mapToLong(Job::bytes).sum();
  }

  /** Takes a job whose files are there; false, and nothing is kept, if the queue is full. */
  synchronized boolean submit(Job job) {
    if (!hasRoom()) {
      return false;
    }
    store.save(job);
    jobs.put(job.id(), job);
    changed();
    return true;
  }

  synchronized @Nullable View find(UUID id) {
    Job job = jobs.get(id);
    if (job == null) {
      return null;
    }
    Running now = running;
    boolean runs = now != null && now.id.equals(id);
    double progress = job.state() == Job.State.DONE ? 1 : now != null && runs ? now.progress : 0;
    double left = now != null && progress > 0 && runs ? now.secondsLeft() : 0;
    return new View(job, progress, left, job.state() == Job.State.QUEUED ? ahead(job) : 0, changes);
  }

  private int ahead(Job job) {
    int ahead = running == null ? 0 : 1;
    for (Job other : jobs.values()) {
      if (other.id().equals(job.id())) {
        break;
      }
      ahead += other.state() == Job.State.QUEUED ? 1 : 0;
    }
    return ahead;
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
  synchronized boolean delete(UUID id) {
    if (jobs.remove(id) == null) {
      return false;
    }
    store.delete(id);
    if (running != null && running.id.equals(id)) {
      running.cancelled = true; // its thread deletes the files
    } else {
      files.delete(id);
    }
    changed();
    return true;
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  private void workUntilClosed() {
    Job next = next();
    while (next != null) {
      run(next);
      next = next();
    }
  }

  private synchronized @Nullable Job next() {
    while (!closing) {
      tidy();
      for (Job job : jobs.values()) {
        if (job.state() == Job.State.QUEUED) {
          running = new Running(job.id());
          return put(job.in(Job.State.RUNNING));
        }
      }
      try {
        wait(60_000);
      } catch (InterruptedException e) {
        return null;
      }
    }
    return null;
  }

  private synchronized Job put(Job job) {
    store.save(job);
    jobs.put(job.id(), job);
    changed();
    return job;
  }

  private void run(Job job) {
    Job ended = job.in(Job.State.QUEUED);
    try {
      ended = work.run(job, files.of(job.id()), this::progress);
    } catch (CancellationException e) {
      ended = job.in(Job.State.QUEUED);
    } catch (TooSlow e) {
      ended = job.failed(tooSlow(job));
    } catch (InputException e) {
      String path = files.of(job.id()).upload().toString();
      ended = job.failed(String.valueOf(e.getMessage()).replace(path, job.name()));
    } catch (RuntimeException | OutOfMemoryError e) {
      journal.fault("job", e);
      ended = job.failed("Something went wrong on our side; the server's log says what.");
    } finally {
      end(ended);
    }
  }

  private synchronized void end(Job job) {
    boolean cancelled = running != null && running.cancelled;
    double seconds = running == null ? 0 : running.seconds();
    running = null;
    if (cancelled) {
      files.delete(job.id());
    } else {
      put(job);
    }
    journal.ended(job, cancelled, seconds);
  }

  private static String tooSlow(Job job) {
    return "It took longer than this server allows: "
        + (job.options().ensemble() ? "choose the usual quality, or " : "")
        + "shrink or crop the picture.";
  }

  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private synchronized void progress(double fraction) {
    Running current = running;
    if (closing || current == null || current.cancelled) {
      throw new CancellationException();
    }
    if (current.seconds() > limits.secondsPerPicture()) {
      throw new TooSlow();
    }
    current.progress = fraction;
    changed();
  }

  /** Deletes what is too old, and the oldest of what is too much, but for the very newest. */
  private void tidy() {
    long oldest = System.currentTimeMillis() - Duration.ofHours(limits.hoursKept()).toMillis();
    List<Job> ended = new ArrayList<>(jobs.values());
    ended.removeIf(job -> !job.state().ended());
    ended.sort(Comparator.comparingLong(Job::finished));
    for (int i = 0; i < ended.size(); i++) {
      boolean tooMuch = i < ended.size() - 1 && bytes() > limits.dataMegabytes() * 1_000_000L;
      if (ended.get(i).finished() < oldest || tooMuch) {
        delete(ended.get(i).id());
      }
    }
  }

  /**
   * Whether the disk has room for what is being received, one more result, and what must stay free.
   */
  boolean diskHasRoom() {
    try {
      long free = Files.getFileStore(files.root()).getUsableSpace();
      return free - limits.freeMegabytes() * 1_000_000L
          > limits.uploads() * limits.uploadBytes() + 2 * 16 * 3 * limits.mostPixels();
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the running job up after its tile, so that it waits again, and closes the database. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      worker.join(LAST_TILE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
