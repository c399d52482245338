package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.clearer.app.CommandLineRuns;
import dev.clearer.config.Configuration;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long results stay, and what happens when there is no room. */
class RetentionTest {
  @TempDir Path folder;

  private static final JobQueue.Work NONE =
      (job, files, progress) -> {
        throw new AssertionError("nothing is to be done");
      };

  private RunningServer server(String... changes) {
    return new RunningServer(folder.resolve("data"), NONE, new Contract(), null, changes);
  }

  /** A job that an earlier server did so long ago. */
  private Job finished(JobStore store, Duration ago, int bytes) throws IOException {
    Path data = folder.resolve("data");
    Job job =
        new Job(
            UUID.randomUUID(),
            "old.png",
            new Job.Options(4, "compact-x4", "auto", 1, 1, "auto", false),
            Job.State.DONE,
            null,
            0,
            System.currentTimeMillis() - ago.toMillis(),
            new Job.Facts(1, 1, 4, 4, 0, 0, 1, bytes, List.of()),
            0);
    store.save(job);
    Path files = Files.createDirectories(JobFiles.in(data).of(job.id()).path());
    Files.write(files.resolve("result.png"), new byte[bytes]);
    return job;
  }

  private JobStore store() {
    return JobStore.in(JobFiles.made(folder.resolve("data")));
  }

  @Test
  void deletesWhatIsTooOld() throws IOException {
    Job old;
    Job young;
    try (JobStore store = store()) {
      old = finished(store, Duration.ofMinutes(121), 1);
      young = finished(store, Duration.ofMinutes(119), 1);
    }
    try (RunningServer server = server("limits.hoursKept=2")) {
      assertGone(server, old);
      assertEquals("done", server.job(young.id().toString()).get("state").asText());
    }
    assertFalse(Files.exists(folder.resolve("data/pictures/" + old.id())));
    assertTrue(Files.exists(folder.resolve("data/pictures/" + young.id() + "/result.png")));
  }

  @Test
  void deletesTheOldestOfTooMuchButNeverTheNewest() throws IOException {
    Job[] jobs = new Job[3];
    try (JobStore store = store()) {
      for (int i = 0; i < 3; i++) {
        jobs[i] = finished(store, Duration.ofMinutes(30 - i), 600_000);
      }
    }
    try (RunningServer server = server("limits.dataMegabytes=1")) {
      assertGone(server, jobs[0]);
      assertGone(server, jobs[1]);
      assertEquals("done", server.job(jobs[2].id().toString()).get("state").asText());
    }
    try (JobStore store = store()) {
      store.delete(List.of(jobs[2].id()));
      jobs[0] = finished(store, Duration.ofMinutes(1), 5_000_000);
    }
    try (RunningServer server = server("limits.dataMegabytes=1")) {
      assertEquals(
          200, server.get("/api/jobs/" + jobs[0].id() + "/result").statusCode(), "the newest");
    }
  }

  /** The server's own thread tidies. */
  private static void assertGone(RunningServer server, Job job) {
    for (int i = 0; i < 100 && server.get("/api/jobs/" + job.id()).statusCode() != 404; i++) {
      RunningServer.pause();
    }
    assertEquals(404, server.get("/api/jobs/" + job.id()).statusCode());
  }

  @Test
  void takesNothingWhenTheDiskIsFull() throws IOException {
    try (RunningServer server = server("limits.freeMegabytes=2000000000")) {
      HttpResponse<byte[]> answer = server.post(Form.of("a.png", Pictures.png(8, 8)));
      assertEquals(507, answer.statusCode());
      assertTrue(RunningServer.text(answer).contains("disk is full"), RunningServer.text(answer));
      HttpResponse<byte[]> health = server.get("/health");
      assertEquals(503, health.statusCode());
      assertTrue(RunningServer.text(health).contains("disk is full"), RunningServer.text(health));
    }
  }

  @Test
  void theStandardMemoryIsThatOfTheCommandLine() {
    ServerSettings settings =
        Configuration.parse(
            ServeCommand.standardSettings(), "server.yml", ServerSettings.class, List.of());
    String standard = "(default " + settings.memoryMegabytes() + "M)";
    String help = CommandLineRuns.out("upscale", "--help");
    assertTrue(help.contains(standard), help);
  }
}
