package dev.clearer.app.serve;

import dev.clearer.InputException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that does the jobs. Nothing ends it but the end of the server: whatever fails, an
 * {@code Error} included, the next job is done.
 */
final class JobWorker {
  static final String OUR_FAULT = "Something went wrong on our side; the server's log says what.";

  private static final long REST_MILLIS = 1000;

  private final JobQueue queue;
  private final JobQueue.Work work;
  private final JobFiles files;
  private final ServerSettings.Limits limits;
  private final Journal journal;
  private final Thread thread = new Thread(this::workUntilClosed, "pictures");

  JobWorker(
      JobQueue queue,
      JobQueue.Work work,
      JobFiles files,
      ServerSettings.Limits limits,
      Journal journal) {
    this.queue = queue;
    this.work = work;
    this.files = files;
    this.limits = limits;
    this.journal = journal;
  }

  /** Thrown within a job that takes longer than it may. */
  static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  void start() {
    thread.start();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Waits for the thread's end. */
  void await(Duration longest) {
    try {
      thread.join(longest.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void workUntilClosed() {
    while (!queue.isClosing()) {
      try {
        Job job = queue.next();
        if (job != null) {
          queue.end(outcome(job));
        }
      } catch (Throwable e) {
        rest(e);
      }
    }
  }

  /** Goes on after what should not happen, but not so fast that it would fill the log. */
  private void rest(Throwable error) {
    try {
      journal.fault("worker", error);
      Thread.sleep(REST_MILLIS);
    } catch (Throwable e) {
      return; // no memory even for the log: the next turn is all that matters
    }
  }

  private Job outcome(Job job) {
    JobFiles.Folder folder = files.of(job.id());
    try {
      return work.run(job, folder, queue::progress);
    } catch (CancellationException e) {
      return job.waiting(job.starts() - 1);
    } catch (TooSlow e) {
      return job.failed(tooSlow(job));
    } catch (InputException e) {
      return refused(job, folder, e);
    } catch (OutOfMemoryError e) {
      journal.fault("job", e);
      return job.failed("The server has too little memory for this picture: shrink or crop it.");
    } catch (Throwable e) {
      journal.fault("job", e);
      return job.failed(OUR_FAULT);
    }
  }

  /** A full disk is no fault of the picture's: it waits until there is room. */
  private Job refused(Job job, JobFiles.Folder folder, InputException error) {
    if (isWriteError(error) && !queue.diskHasRoom()) {
      journal.fault("job", error);
      return job.waiting(job.starts() - 1);
    }
    String sentence = Sentences.forClient(error, folder, job.name());
    if (sentence == null) {
      journal.fault("job", error);
      return job.failed(OUR_FAULT);
    }
    return job.failed(sentence);
  }

  private static boolean isWriteError(InputException error) {
    @Nullable Throwable cause = error.getCause();
    return cause instanceof IOException;
  }

  private String tooSlow(Job job) {
    return "It took longer than this server allows (%d s): %sshrink or crop the picture."
        .formatted(
            limits.secondsPerPicture(),
            job.options().ensemble() ? "choose the usual quality, or " : "");
  }
}
