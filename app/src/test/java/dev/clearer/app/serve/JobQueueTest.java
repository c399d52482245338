package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.InputException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue and its worker without HTTP: what fails, what is counted, what is tried again. */
class JobQueueTest {
  @TempDir Path data;

  private final AtomicBoolean room = new AtomicBoolean(true);
  private final StringWriter log = new StringWriter();
  private final List<UUID> begun = new CopyOnWriteArrayList<>();

  private JobQueue queue(JobQueue.Work work, String... changes) {
    return new JobQueue(
        RunningServer.settings(changes).limits(),
        new Storage(JobStore.in(JobFiles.made(data)), JobFiles.in(data), room::get),
        (job, files, progress) -> {
          begun.add(job.id());
          return work.run(job, files, progress);
        },
        Jobs.journal(log));
  }

  private static Job done(Job job, JobFiles.Folder files) {
    try {
      Files.write(files.result(), new byte[1000]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return job.done(new Job.Facts(1, 1, 4, 4, 0, 0, 1, files.bytes(), List.of()), null);
  }

  private Job submit(JobQueue queue, String name) throws IOException {
    Job job = Job.queued(UUID.randomUUID(), name, Jobs.OPTIONS);
    Files.write(JobFiles.in(data).receive(job.id()).upload(), new byte[500]);
    assertTrue(queue.submit(job));
    return job;
  }

  private static Job await(JobQueue queue, Job job, Job.State state) {
    until(
        () -> {
          JobQueue.View view = queue.find(job.id());
          return view != null && view.job().state() == state;
        },
        "no " + state);
    return found(queue, job);
  }

  private static void until(BooleanSupplier reached, String otherwise) {
    for (int i = 0; i < 600 && !reached.getAsBoolean(); i++) {
      RunningServer.pause();
    }
    assertTrue(reached.getAsBoolean(), otherwise);
  }

  /** An Error of any kind, where no handler of exceptions would see it. */
  @Test
  void theWorkerOutlivesEveryError() throws IOException {
    List<Throwable> errors =
        List.of(
            new OutOfMemoryError("test"),
            new StackOverflowError(),
            new NoClassDefFoundError("libwebp"),
            new AssertionError("test"),
            new IllegalStateException("test"),
            new InputException("/etc/shadow cannot be read."));
    AtomicInteger next = new AtomicInteger();
    try (JobQueue queue =
        queue(
            (job, files, progress) -> {
              if (next.get() < errors.size()) {
                throw JobQueueTest.<RuntimeException>sneaky(errors.get(next.getAndIncrement()));
              }
              return done(job, files);
            })) {
      for (Throwable error : errors) {
        Job failed = await(queue, submit(queue, "a.png"), Job.State.FAILED);
        String message = String.valueOf(failed.message());
        assertTrue(message.contains(error instanceof OutOfMemoryError ? "memory" : "our side"));
        assertFalse(message.contains("/"), message);
      }
      await(queue, submit(queue, "b.png"), Job.State.DONE);
      assertEquals(List.of(), queue.problems());
    }
  }

  private static Job found(JobQueue queue, Job job) {
    return Objects.requireNonNull(queue.find(job.id())).job();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what must not be thrown
  private static <T extends Throwable> T sneaky(Throwable error) throws T {
    throw (T) error;
  }

  @Test
  void whatEndsTheServerAgainAndAgainIsGivenUp() throws IOException {
    long now = System.currentTimeMillis();
    Job poison = Jobs.of(Job.State.RUNNING, now - 5, 0, JobQueue.MOST_STARTS);
    Job suspect = Jobs.of(Job.State.RUNNING, now - 4, 0, JobQueue.MOST_STARTS - 1);
    Job unlucky = Jobs.of(Job.State.RUNNING, now - 3, 0, 1);
    Job other = Jobs.of(Job.State.QUEUED, now - 2, 0);
    Jobs.save(data, 10, poison, suspect, unlucky, other);
    try (JobQueue queue = queue((job, files, progress) -> done(job, files))) {
      await(queue, suspect, Job.State.DONE);
      Job failed = found(queue, poison);
      assertEquals(Job.State.FAILED, failed.state());
      assertTrue(String.valueOf(failed.message()).contains("ended 3 times"), failed.message());
      assertEquals(List.of(unlucky.id(), other.id(), suspect.id()), begun);
    }
    begun.clear();
    try (JobQueue queue = queue((job, files, progress) -> done(job, files))) {
      assertEquals(Job.State.FAILED, found(queue, poison).state());
      assertEquals(List.of(), begun, "nothing is done twice");
    }
  }

  /** What a start counts is what comes to nothing: neither a stop nor a success. */
  @Test
  void aStopIsNoFailedStart() throws IOException {
    Job job = Jobs.of(Job.State.QUEUED, System.currentTimeMillis(), 0);
    Jobs.save(data, 10, job);
    for (int time = 0; time < 2 * JobQueue.MOST_STARTS; time++) {
      try (JobQueue queue =
          queue(
              (running, files, progress) -> {
                while (true) {
                  progress.report(0.5);
                  RunningServer.pause();
                }
              })) {
        await(queue, job, Job.State.RUNNING);
      }
    }
    try (JobQueue queue = queue((running, files, progress) -> done(running, files))) {
      await(queue, job, Job.State.DONE);
    }
  }

  @Test
  void everyFileOfEveryJobCounts() throws IOException {
    try (JobQueue queue =
        queue(
            (job, files, progress) -> {
              if (job.name().startsWith("bad")) {
                throw new InputException("bad.png is bad.");
              }
              return done(job, files);
            })) {
      Job good = await(queue, submit(queue, "good.png"), Job.State.DONE);
      await(queue, submit(queue, "bad.png"), Job.State.FAILED);
      assertEquals(500 + 1000 + 500, queue.bytes());
      Files.write(JobFiles.in(data).of(good.id()).original(), new byte[77]);
      Files.write(JobFiles.in(data).of(good.id()).jpeg(), new byte[3]);
      queue.grown(good.id());
      assertEquals(2080, queue.bytes());
    }
    try (JobQueue queue = queue((job, files, progress) -> done(job, files))) {
      assertEquals(2080, queue.bytes(), "after a restart, too");
    }
  }

  @Test
  void thousandsOfOldJobsGoAtOnce() throws IOException {
    List<Job> old = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      old.add(Jobs.of(Job.State.DONE, i, i + 1));
    }
    Jobs.save(data, 1, old.toArray(Job[]::new));
    long start = System.nanoTime();
    try (JobQueue queue = queue((job, files, progress) -> done(job, files))) {
      assertEquals(0, queue.waiting());
      until(() -> queue.bytes() == 0, "not deleted");
      await(queue, submit(queue, "a.png"), Job.State.DONE);
    }
    assertTrue(System.nanoTime() - start < 30e9);
    try (JobStore store = JobStore.in(data)) {
      assertEquals(1, store.all().jobs().size());
    }
  }

  /** A disk that is full while a result is written is no fault of the picture's. */
  @Test
  void whatFindsNoRoomWaits() throws IOException {
    IOException full = new IOException("No space left on device");
    try (JobQueue queue =
        queue(
            (job, files, progress) -> {
              if (begun.size() == 1) {
                room.set(false);
                throw new InputException("Cannot write result.png: no space.", full);
              }
              return done(job, files);
            })) {
      Job job = submit(queue, "a.png");
      until(() -> begun.size() == 1 && !queue.isRunning(), "not begun");
      assertEquals(Job.State.QUEUED, found(queue, job).state());
      assertTrue(queue.problems().toString().contains("disk is full"));
      assertEquals(1, begun.size(), "no work is begun without room");
      room.set(true);
      await(queue, job, Job.State.DONE);
      assertEquals(List.of(), queue.problems());
    }
  }
}
