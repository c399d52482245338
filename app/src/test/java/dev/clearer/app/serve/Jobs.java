package dev.clearer.app.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs as earlier servers left them, for tests of the store and the queue. */
final class Jobs {
  static final Job.Options OPTIONS = new Job.Options(4, "compact-x4", "auto", 1, 1, "auto", false);

  private Jobs() {}

  /** A job of a state, created and (if it has ended) finished at times in milliseconds. */
  static Job of(Job.State state, long created, long finished) {
    return of(state, created, finished, 0);
  }

  static Job of(Job.State state, long created, long finished, int starts) {
    Job.@Nullable Facts facts =
        state == Job.State.DONE ? new Job.Facts(1, 1, 4, 4, 0, 0, 1, 1, List.of()) : null;
    return new Job(
        UUID.randomUUID(), "a.png", OPTIONS, state, null, created, finished, facts, starts);
  }

  /** Saves jobs, each with an upload of so many bytes. */
  static void save(Path data, int bytes, Job... jobs) throws IOException {
    try (JobStore store = JobStore.in(JobFiles.made(data))) {
      JobFiles files = JobFiles.in(data);
      for (Job job : jobs) {
        store.save(job);
        files.receive(job.id());
        files.accept(job.id());
        Files.write(files.of(job.id()).upload(), new byte[bytes]);
      }
    }
  }

  static Journal journal(StringWriter log) {
    return new Journal(new ServerLog(new PrintWriter(log)), new Meters());
  }
}
