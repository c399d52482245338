package dev.clearer.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose files cannot grow for a while, as on a full disk. */
class FullDiskTest {
  @TempDir Path folder;

  /** The worker died with the database, and every upload was a 500 until a restart. */
  @Test
  @Timeout(240)
  void aDatabaseThatCannotGrowCostsNoJobAndNoRestart() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        List.of("/usr/bin/prlimit", "/bin/prlimit").stream().map(Path::of).anyMatch(Files::exists),
        "prlimit is part of util-linux");
    Path data = folder.resolve("data");
    Form form = Form.of("a.png", Pictures.png(8, 8));
    List<String> jobs = new ArrayList<>();
    try (ServerProcess server =
        new ServerProcess(data, FakeServer.class.getName(), data.toString(), "300")) {
      for (int i = 0; i < 3; i++) {
        jobs.add(server.submit(form));
      }
      server.limitFiles("" + Files.size(data.resolve("jobs.mv.db")));
      HttpResponse<byte[]> refused = server.post(form);
      for (int i = 0; i < 200 && refused.statusCode() == 201; i++) {
        jobs.add(RunningServer.json(refused).get("id").asText()); // there was room for it
        refused = server.post(form);
      }
      assertTrue(List.of(503, 507).contains(refused.statusCode()), RunningServer.text(refused));
      assertFalse(RunningServer.text(refused).contains(folder.toString()));
      HttpResponse<byte[]> health = server.get("/health");
      assertEquals(503, health.statusCode(), RunningServer.text(health));
      assertTrue(RunningServer.text(health).contains("impaired"), RunningServer.text(health));
      assertEquals(200, server.get("/api/options").statusCode(), "what needs no disk goes on");
      server.limitFiles("unlimited");
      for (int i = 0; i < 200 && server.get("/health").statusCode() != 200; i++) {
        RunningServer.pause();
      }
      assertEquals(200, server.get("/health").statusCode(), server.log());
      jobs.add(server.submit(form));
      for (String job : jobs) {
        for (int i = 0; i < 200 && !server.state(job).equals("done"); i++) {
          RunningServer.pause();
        }
        assertEquals("done", server.state(job), server.log());
      }
      server.kill();
    }
    try (JobStore store = JobStore.in(data)) {
      assertEquals(jobs.size(), store.all().jobs().size());
      assertTrue(store.all().jobs().stream().allMatch(job -> job.state() == Job.State.DONE));
    }
  }
}
